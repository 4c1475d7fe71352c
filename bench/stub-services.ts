import { once } from 'node:events';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import { ENV } from '../lib/core/env.ts';
import { SECRET_IDS } from './secrets.ts';
import type { StubThreadData } from './stub-services-thread.ts';

/** Stubs of Secrets Manager, SQS, DynamoDB and Frame.io on one local port. */
export interface StubServices {
  /** Variables that make a function call the stubs. */
  readonly environment: Readonly<Record<string, string>>;
  /** Returns the calls since the last time, in order: the AWS operation, or method and path. */
  takeCalls(): readonly string[];
  stop(): Promise<unknown>;
}

const QUEUE_URL = 'https://sqs.us-east-1.amazonaws.com/123456789012/bench';

/**
 * Starts the stubs in their own thread. The measured process must not pay for them, and this thread is blocked while that
 * process runs.
 *
 * @param thread - Bundle of `stub-services-thread.ts`.
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
      [ENV.deadLetterQueueUrl]: `${QUEUE_URL}-dead-letters`,
      [ENV.idempotencyTable]: 'bench-idempotency',
    },
    takeCalls: () => [...receivedOn(calls)],
    stop: () => worker.terminate(),
  };
}

function* receivedOn(port: MessagePort): Iterable<string> {
  for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) yield String(next.message);
}
