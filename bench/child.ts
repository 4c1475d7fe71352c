import { pathToFileURL } from 'node:url';
import type { HttpEvent, QueueBatch } from './events.ts';

// What the measured processes share. It must stay small: a cold start includes the time to load it.

/** The part of Lambda's invocation context that the candidates read. */
export interface LambdaContext {
  readonly functionName: string;
  readonly functionVersion: string;
  readonly invokedFunctionArn: string;
  readonly memoryLimitInMB: string;
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** An endpoint returns a status. A worker returns the messages that stay in the queue. */
interface HandlerResponse {
  readonly statusCode?: number;
  readonly batchItemFailures?: readonly unknown[];
}

/** The export `handler` of a candidate's bundle. */
export type Handler = (event: HttpEvent | QueueBatch, context: LambdaContext) => Promise<HandlerResponse>;

const CONTEXT: LambdaContext = {
  functionName: 'bench',
  functionVersion: '$LATEST',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:bench',
  memoryLimitInMB: '512',
  awsRequestId: '8f507cfc-xmpl-4697-b07a-ac58fc914c95',
  getRemainingTimeInMillis: () => 55_000,
};

/** File descriptor of the pipe to the parent process. Standard output is for the candidates' own logs. */
const REPORT_DESCRIPTOR = 3;

/** Loads a candidate from its bundle. */
export async function loadHandler(bundle: string): Promise<Handler> {
  const module: { handler: Handler } = await import(pathToFileURL(bundle).href);
  return module.handler;
}

/** @throws Error if the response reports a failure: only a candidate that does the work is measured. */
export async function invoke(handler: Handler, event: HttpEvent | QueueBatch): Promise<void> {
  const { statusCode, batchItemFailures } = await handler(event, CONTEXT);
  const isCompleted = batchItemFailures ? batchItemFailures.length === 0 : statusCode === 200 || statusCode === 202;
  if (isCompleted) return;
  const response = JSON.stringify({ statusCode, batchItemFailures });
  throw new Error(`Expected status 200 or 202, or no failed messages. The candidate returned ${response}.`);
}

/** @throws Error if the candidate accepts the event: only a candidate that verifies is measured. */
export async function assertRejects(handler: Handler, event: HttpEvent): Promise<void> {
  const { statusCode = 200 } = await handler(event, CONTEXT);
  if (statusCode < 400) throw new Error(`Expected a 4xx status for a forged delivery, not ${statusCode}.`);
}

/** Sends a measurement to the parent process. */
export function report(measurement: unknown): void {
  process.getBuiltinModule('node:fs').writeSync(REPORT_DESCRIPTOR, JSON.stringify(measurement));
}
