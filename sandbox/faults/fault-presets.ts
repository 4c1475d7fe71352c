import type { FaultRequest } from '../sandbox-api.ts';

/** A fault with a name of its own, for the console and for the command `fault`. */
export interface FaultPreset {
  /** Word of the command. */
  readonly word: string;
  readonly title: string;
  /** What the sandbox does, and when the fault ends. */
  readonly effect: string;
  /** What the framework does about it. */
  readonly reaction: string;
  /** Body of `POST /sandbox/faults`. */
  readonly request: FaultRequest;
}

/** The faults, in the order of the console. */
export const FAULT_PRESETS: readonly FaultPreset[] = [
  {
    word: '500',
    title: 'Frame.io is down',
    effect: 'Frame.io answers 500 to every call for 30 seconds.',
    reaction: 'The client repeats the calls. Handlers that still fail run again from the queue.',
    request: { status: 500, seconds: 30 },
  },
  {
    word: 'slow',
    title: 'Frame.io is slow',
    effect: 'Frame.io answers every call after 4 seconds, for 30 seconds.',
    reaction: 'The endpoint answers in time. Handlers that need longer continue from the queue.',
    request: { delay_seconds: 4, seconds: 30 },
  },
  {
    word: '429',
    title: 'Frame.io is rate limited',
    effect: 'Frame.io answers 429 to every call for 30 seconds.',
    reaction: 'Handlers wait in the queue. Waiting is no failed attempt.',
    request: { status: 429, seconds: 30 },
  },
  {
    word: '401',
    title: 'The token has expired',
    effect: 'Frame.io answers 401 to every call for 30 seconds.',
    reaction: 'The client reads the token from Secrets Manager again, and repeats the call once.',
    request: { status: 401, seconds: 30 },
  },
  {
    word: '503',
    title: 'The next call fails',
    effect: 'Frame.io answers 503 to one call.',
    reaction: 'The client repeats the call if that is safe. Otherwise the handler runs again.',
    request: { status: 503, count: 1 },
  },
  {
    word: '404',
    title: 'Files have disappeared',
    effect: 'Frame.io answers 404 to files.show for 30 seconds.',
    reaction: 'No retry can repair this: the event moves to the dead-letter queue at once.',
    request: { calls: 'files.show', status: 404, seconds: 30 },
  },
  {
    word: 'secrets-manager',
    title: 'Secrets Manager fails',
    effect: 'Secrets Manager answers 500 to every call for 30 seconds.',
    reaction:
      'Functions use the secrets that they have. After a cold start, the endpoint answers 503, and Frame.io repeats.',
    request: { target: 'secrets-manager', seconds: 30 },
  },
  {
    word: 'sqs',
    title: 'SQS fails',
    effect: 'SQS answers 500 to every call of the functions for 30 seconds.',
    reaction: 'If an event must wait in the queue, the endpoint answers 500, and Frame.io sends it again.',
    request: { target: 'sqs', seconds: 30 },
  },
  {
    word: 'dynamodb',
    title: 'DynamoDB fails',
    effect: 'DynamoDB answers 500 to every call of the functions for 30 seconds.',
    reaction: 'No handler starts without its idempotency record. The events wait in the queue.',
    request: { target: 'dynamodb', seconds: 30 },
  },
  {
    word: 'kill',
    title: 'A function is killed',
    effect: 'The process of the next function ends as soon as a handler has started.',
    reaction:
      'Frame.io or the queue delivers again. The handler starts when its lock has expired, and knows that it is a retry.',
    request: { target: 'functions', count: 1 },
  },
  {
    word: 'rotate-secret',
    title: 'The signing secret is rotated',
    effect: 'Frame.io signs with a new secret at once. Secrets Manager receives it after 30 seconds.',
    reaction:
      'The endpoint refuses the unknown signature until the new secret is stored. Then it reads the secret again, and the retries of Frame.io succeed.',
    request: { target: 'signing-secret', seconds: 30 },
  },
];
