import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** More about a call: who made it, and what the response was. */
export interface CallDetails {
  readonly headers: IncomingHttpHeaders;
  readonly durationMs: number;
  /** Text of the response, unless it is a token or the content of a file. */
  readonly response: string | undefined;
}

/** Starts to measure a call. Returns a function that completes the details. */
export function startCall({ headers }: IncomingMessage): (response?: string) => CallDetails {
  const start = performance.now();
  return (response) => ({ headers, response, durationMs: Math.round(performance.now() - start) });
}
