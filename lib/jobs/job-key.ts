import { createHash } from 'node:crypto';

/** What identifies a job. */
export interface JobIdentity {
  /** Identifies the event, submission or job whose handler enqueues it. */
  readonly parentKey: string;
  /** Name of the handler that enqueues it. */
  readonly handlerName: string;
  readonly jobName: string;
  readonly key: string | undefined;
}

/** Returns the delivery key of a job: SHA-256 as 64 hexadecimal digits. */
export function jobKey({ parentKey, handlerName, jobName, key }: JobIdentity): string {
  const text = JSON.stringify([parentKey, handlerName, jobName, ...(key === undefined ? [] : [key])]);
  return createHash('sha256').update(`job:${text}`).digest('hex');
}
