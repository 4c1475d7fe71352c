/** Prefix of the paths of shares, as their viewers open them. */
export const SHARES_PATH = '/shares/';

/** Returns the URL that a share is viewed at. */
export function shareUrl(shareId: string, host: string): string {
  return `http://${host}${SHARES_PATH}${shareId}`;
}
