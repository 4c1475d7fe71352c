import type { ApiHeaders } from './api-promise.ts';

const SECRET_HEADERS: ReadonlySet<string> = new Set(['authorization', 'proxy-authorization', 'cookie']);

/** Returns the headers under lower case names, so that a header of a call replaces the client's whatever its case. */
export function lowerCaseNames(headers: ApiHeaders): ApiHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Returns the headers with tokens and cookies replaced by `[redacted]`. Names must be in lower case. */
export function redactHeaders(headers: ApiHeaders): ApiHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, SECRET_HEADERS.has(name) ? '[redacted]' : value]),
  );
}
