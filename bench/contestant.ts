import { pathToFileURL } from 'node:url';
import type { HttpEvent } from './deliveries.ts';
import type { QueueBatch } from './queue-batch.ts';

/** What Lambda tells a function of an invocation; what contestants read of it. */
export interface LambdaContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** What a contestant answers: an endpoint with a status, a worker with the messages that are to stay in the queue. */
interface Answer {
  readonly statusCode?: number;
  readonly batchItemFailures?: readonly unknown[];
}

/** What a contestant's bundle exports as `handler`. */
export type Handler = (event: HttpEvent | QueueBatch, context: LambdaContext) => Promise<Answer>;

const CONTEXT: LambdaContext = {
  functionName: 'bench',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:bench',
  memoryLimitInMB: '512',
  awsRequestId: '8f507cfc-xmpl-4697-b07a-ac58fc914c95',
  getRemainingTimeInMillis: () => 55_000,
};

/** Loads a contestant from its bundle. */
export async function loadHandler(bundle: string): Promise<Handler> {
  const module: { handler: Handler } = await import(pathToFileURL(bundle).href);
  return module.handler;
}

/** @throws Error when the answer is not that all is done: who does not do the work is not measured. */
export async function deliver(handler: Handler, event: HttpEvent | QueueBatch): Promise<void> {
  const { statusCode, batchItemFailures } = await handler(event, CONTEXT);
  const isDone = batchItemFailures ? batchItemFailures.length === 0 : statusCode === 200 || statusCode === 202;
  if (!isDone)
    throw new Error(`What was delivered was not done: ${JSON.stringify({ statusCode, batchItemFailures })}.`);
}

/** @throws Error when the answer is anything but a refusal: who does not verify is not measured. */
export async function assertRefused(handler: Handler, event: HttpEvent): Promise<void> {
  const { statusCode = 200 } = await handler(event, CONTEXT);
  if (statusCode < 400) throw new Error(`What was not signed was answered ${statusCode}.`);
}
