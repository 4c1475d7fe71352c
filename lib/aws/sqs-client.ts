import { SQSClient } from '@aws-sdk/client-sqs';
import { AwsClient, type AwsClientOptions } from './aws-client.ts';

/** Makes a client of SQS. */
export function sqsClient(options?: AwsClientOptions) {
  return new AwsClient('sqs', (config) => new SQSClient(config), options);
}

/** Makes a client for the queue at `url`, at whose address it looks for SQS when the environment names no other. */
export function sqsClientFor(url: string, options: AwsClientOptions = {}) {
  return sqsClient({ fallbackEndpoint: URL.canParse(url) ? new URL(url).origin : url, ...options });
}

/** SQS, as far as a queue needs it. */
export type QueueClient = Pick<ReturnType<typeof sqsClient>, 'send'>;
