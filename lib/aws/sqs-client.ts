import { SQSClient } from '@aws-sdk/client-sqs';
import { AwsClient, type AwsClientOptions } from './aws-client.ts';

/** Makes a client of SQS. */
export function createSqsClient(options?: AwsClientOptions) {
  return new AwsClient('sqs', (config) => new SQSClient(config), options);
}

/** Makes a client for the queue at `url`, at whose address it looks for SQS when the environment names no other. */
export function createSqsClientForQueue(url: string, options: AwsClientOptions = {}) {
  return createSqsClient({ fallbackEndpoint: URL.canParse(url) ? new URL(url).origin : url, ...options });
}

/** SQS, as far as a queue needs it. */
export type QueueClient = Pick<ReturnType<typeof createSqsClient>, 'send'>;
