/** A failure that the page can start. */
interface Failure {
  readonly name: string;
  /** What it does, and how it ends. */
  readonly effect: string;
  /** Body of `POST /sandbox/faults`. */
  readonly request: Readonly<Record<string, unknown>>;
}

/** The failures that the page offers. Each one ends by itself. */
export const FAILURES: readonly Failure[] = [
  {
    name: 'Frame.io is down',
    effect: 'Frame.io answers 500 to every call for 30 seconds. Handlers that call it are retried.',
    request: { status: 500, seconds: 30 },
  },
  {
    name: 'Frame.io is rate limited',
    effect: 'Frame.io answers 429 to every call for 30 seconds. The worker waits without failing.',
    request: { status: 429, seconds: 30 },
  },
  {
    name: 'The token has expired',
    effect: 'Frame.io answers 401 to every call for 30 seconds. The client reads its token again.',
    request: { status: 401, seconds: 30 },
  },
  {
    name: 'The next call fails',
    effect: 'Frame.io answers 503 to one call. The client repeats it.',
    request: { status: 503, count: 1 },
  },
  {
    name: 'Files have disappeared',
    effect: 'Frame.io answers 404 to files.show for 30 seconds. A retry cannot repair this.',
    request: { calls: 'files.show', status: 404, seconds: 30 },
  },
];
