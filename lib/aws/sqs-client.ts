import { SQSClient } from '@aws-sdk/client-sqs';
import { AwsClient, type AwsClientOptions } from './aws-client.ts';

/** Creates a client of SQS. */
export function createSqsClient(options?: AwsClientOptions) {
  return new AwsClient('sqs', (config) => new SQSClient(config), options);
}

/** Creates a client of SQS for the queue at `url`. If the environment sets no endpoint, the queue's host is the endpoint. */
export function createSqsClientForQueue(url: string, options: AwsClientOptions = {}) {
  return createSqsClient({ fallbackEndpoint: URL.canParse(url) ? new URL(url).origin : url, ...options });
}

/** The part of the SQS client that a queue needs. */
export type QueueClient = Pick<ReturnType<typeof createSqsClient>, 'send'>;
