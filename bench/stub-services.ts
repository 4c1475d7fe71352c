import { once } from 'node:events';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { ENV } from '../lib/core/env.ts';
import { SECRET_IDS } from './secrets.ts';
import type { StubThreadData } from './stub-services-thread.ts';

/** Secrets Manager, SQS, DynamoDB and Frame.io, answering on one local port. */
export interface StubServices {
  /** Variables that point a function at them. */
  readonly environment: Readonly<Record<string, string>>;
  /** What has been called since the last time, in order: the AWS operation, or method and path. */
  takeCalls(): readonly string[];
  stop(): Promise<unknown>;
}

const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/bench';

/**
 * Starts the services in a thread of their own: not in the process that is measured, where they would be measured along,
 * and not in this thread, which waits for that process.
 *
 * @param thread - The bundled `stub-services-thread.ts`.
 */
export async function startStubServices(thread: string): Promise<StubServices> {
  const { port1: calls, port2 } = new MessageChannel();
  const workerData: StubThreadData = { calls: port2 };
  const worker = new Worker(thread, { workerData, transferList: [port2] });
  const [port]: unknown[] = await once(worker, 'message');
  const url = `http://127.0.0.1:${port}`;
  return {
    environment: {
      [ENV.secretsManagerUrl]: url,
      [ENV.sqsUrl]: url,
      [ENV.dynamodbUrl]: url,
      [ENV.frameioBaseUrl]: url,
      [ENV.signingSecretsSecretId]: SECRET_IDS.signingSecrets,
      [ENV.apiCredentialsSecretId]: SECRET_IDS.apiCredentials,
      [ENV.queueUrl]: QUEUE_URL,
      [ENV.deadLetterQueueUrl]: `${QUEUE_URL}-dead`,
      [ENV.idempotencyTable]: 'bench-ledger',
    },
    takeCalls: () => [...received(calls)],
    stop: () => worker.terminate(),
  };
}

function* received(port: MessagePort): Iterable<string> {
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) yield String(next.message);
}
