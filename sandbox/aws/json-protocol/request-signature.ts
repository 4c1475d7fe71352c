import type { IncomingHttpHeaders } from 'node:http';

/** Headers that a request in the JSON protocol must sign, besides a session token. */
const REQUIRED = ['content-type', 'host', 'x-amz-date', 'x-amz-target'];

/**
 * Checks the form of a request's Signature Version 4, not its value: the sandbox does not know the caller's credentials.
 *
 * @returns AWS's name for the error; `undefined` when the request has a well-formed signature for this service.
 */
export function findSignatureError(headers: IncomingHttpHeaders, service: string): string | undefined {
  const { authorization, 'x-amz-date': date = '', 'x-amz-security-token': token } = headers;
  if (authorization === undefined) return 'MissingAuthenticationTokenException';
  const [, day, signedFor, names = ''] =
    /^AWS4-HMAC-SHA256 Credential=[\w/+=-]+\/(\d{8})\/[a-z0-9-]+\/([a-z0-9]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}$/.exec(
      authorization,
    ) ?? [];
  const signed = names.split(';');
  const required = token === undefined ? REQUIRED : [...REQUIRED, 'x-amz-security-token'];
  const signsEverything = required.every((name) => signed.includes(name) && headers[name] !== undefined);
  if (
    !signsEverything ||
    signedFor !== service ||
    !/^\d{8}T\d{6}Z$/.test(String(date)) ||
    !String(date).startsWith(`${day}T`)
  ) {
    return 'IncompleteSignatureException';
  }
  return undefined;
}
