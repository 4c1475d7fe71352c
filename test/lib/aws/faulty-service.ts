import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import type { AwsClientOptions } from '../../../lib/aws/aws-client.ts';
import { createSqsClient } from '../../../lib/aws/sqs-client.ts';
import { json, type ScriptedServer, type scriptedServer } from '../../support/scripted-server.ts';

/** Responds to one request as the service under test. */
export type Respond = Parameters<typeof scriptedServer>[0];

/** A text that no error may contain. */
export const CANARY = 'canary-of-the-body';
const CREDENTIALS = { accessKeyId: 'id', secretAccessKey: 'canary-key', sessionToken: 'canary-token' };

export const ATTRIBUTES = { QueueArn: 'arn' };
export const command = () => new GetQueueAttributesCommand({ QueueUrl: CANARY, AttributeNames: ['QueueArn'] });

/** Sends each response in turn, then repeats the last one. */
export function inTurn(...responses: readonly Respond[]): Respond {
  return (response, number, request) => responses[Math.min(number, responses.length) - 1]?.(response, number, request);
}
export const ok: Respond = (response) => json(response, 200, { Attributes: ATTRIBUTES });
export const refusal =
  (status: number, __type: string): Respond =>
  (response) =>
    json(response, status, { __type, message: CANARY, Item: { text: CANARY } });
export const reset: Respond = (response) => response.socket?.resetAndDestroy();
export const silence: Respond = () => undefined;
export const html: Respond = (response) =>
  response.writeHead(503, { 'content-type': 'text/html' }).end(`<html>${CANARY}</html>`);
export const halfBody: Respond = (response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write(`{"said":"${CANARY}`, () => response.destroy());
};

/** Creates a client of SQS with the server as its endpoint. */
export function clientFor({ url }: ScriptedServer, options: AwsClientOptions = {}) {
  return createSqsClient({ region: 'us-east-1', endpoint: url, credentials: CREDENTIALS, ...options });
}
