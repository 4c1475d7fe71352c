import type { IncomingHttpHeaders } from 'node:http';

/** What an AWS service requires to be signed of a request in the JSON protocol, besides the token if there is one. */
const REQUIRED = ['content-type', 'host', 'x-amz-date', 'x-amz-target'];

/**
 * What is wrong with the signature of a request, by the name AWS has for it; `undefined` when it has the form of one for
 * this service. Whether it is right cannot be said: it is made with whatever credentials the function runs with.
 */
export function signatureFault(headers: IncomingHttpHeaders, service: string): string | undefined {
  const { authorization, 'x-amz-date': date = '', 'x-amz-security-token': token } = headers;
  if (authorization === undefined) return 'MissingAuthenticationTokenException';
  const [, day, signedFor, names = ''] =
    /^AWS4-HMAC-SHA256 Credential=[\w/+=-]+\/(\d{8})\/[a-z0-9-]+\/([a-z0-9]+)\/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=[0-9a-f]{64}$/.exec(
      authorization,
    ) ?? [];
  const signed = names.split(';');
  const required = token === undefined ? REQUIRED : [...REQUIRED, 'x-amz-security-token'];
  const isWhole = required.every((name) => signed.includes(name) && headers[name] !== undefined);
  if (
    !isWhole ||
    signedFor !== service ||
    !/^\d{8}T\d{6}Z$/.test(String(date)) ||
    !String(date).startsWith(`${day}T`)
  ) {
    return 'IncompleteSignatureException';
  }
  return undefined;
}
