/** Maximum wait that Frame.io may request, in milliseconds. The windows of its rate limits take minutes at most. */
export const MAX_FRAMEIO_WAIT_MS = 15 * 60_000;

/** Maximum wait that Adobe IMS may request, in milliseconds. */
export const MAX_IMS_WAIT_MS = 5 * 60_000;

/** Limits a wait that a service requests: a mistake in its answer must not stop a delivery for years. */
export function limitWait(requestedMs: number, maxMs: number): number {
  return Math.min(maxMs, Math.max(0, requestedMs));
}
