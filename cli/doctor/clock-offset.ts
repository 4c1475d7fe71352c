import { NotCheckedError } from './finding.ts';

/** The header `Date` has a resolution of one second. */
const MEAN_ROUNDING_MS = 500;

/**
 * Returns how many milliseconds the clock of an HTTP server is ahead of this machine's.
 *
 * @throws NotCheckedError if the server does not respond, or its response has no date.
 */
export async function clockOffset(url: string, signal: AbortSignal): Promise<number> {
  const { origin } = new URL(url);
  const sentAt = Date.now();
  const response = await fetch(url, { method: 'HEAD', redirect: 'manual', signal }).catch(() => {
    throw new NotCheckedError(`${origin} does not respond`);
  });
  const date = Date.parse(response.headers.get('date') ?? '');
  if (Number.isNaN(date)) throw new NotCheckedError(`the response of ${origin} has no date`);
  return date + MEAN_ROUNDING_MS - (sentAt + Date.now()) / 2;
}
