import { SQSClient } from '@aws-sdk/client-sqs';
import { queueUrl } from '../../sandbox/aws/sqs/queue-names.ts';
import { Sqs, type SqsOptions } from '../../sandbox/aws/sqs/sqs.ts';
import { listen } from '../../sandbox/http/listen.ts';

/** Settings of an AWS SDK client for the sandbox. Without retries, so that a test sees each response. */
export const SDK_SETTINGS = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' },
  maxAttempts: 1,
};

/** Starts the sandbox's SQS and creates an AWS SDK client for it. */
export async function runningSqs(options: SqsOptions) {
  const sqs = await Sqs.start(options);
  const server = await listen(sqs.listener);
  const client = new SQSClient({ ...SDK_SETTINGS, endpoint: server.url });
  return {
    sqs,
    client,
    endpoint: server.url,
    urlOf: (queue: string) => queueUrl(server.url, queue),
    stop: async () => {
      client.destroy();
      await server.close();
      await sqs.close();
    },
  };
}
