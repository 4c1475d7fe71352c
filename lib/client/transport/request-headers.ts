import { isSecretName } from '../../observability/labelled-values.ts';
import { REDACTED } from '../../observability/redact.ts';
import type { ApiHeaders } from './api-promise.ts';

/** Returns the headers under lower case names, so that a header of a call replaces the client's whatever its case. */
export function lowerCaseNames(headers: ApiHeaders): ApiHeaders {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}

/** Returns the headers with the values of secret ones, such as tokens and cookies, replaced by `[redacted]`. */
export function redactHeaders(headers: ApiHeaders): ApiHeaders {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, isSecretName(name) ? REDACTED : value]),
  );
}
