import { expect, it } from '@jest/globals';
import { findSignatureError } from '../../../../sandbox/aws/json-protocol/request-signature.ts';

const SIGNED = {
  'content-type': 'application/x-amz-json-1.0',
  host: '127.0.0.1:4566',
  'x-amz-date': '20261123T120000Z',
  'x-amz-target': 'AmazonSQS.SendMessage',
  'x-amz-security-token': 'token',
};
const NAMES = Object.keys(SIGNED).sort().join(';');

function authorization({ service = 'sqs', day = '20261123', names = NAMES, signature = 'a'.repeat(64) } = {}): string {
  const credential = `AKIAIOSFODNN7EXAMPLE/${day}/us-east-1/${service}/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
}

it.each([
  { name: 'accepts a well-formed signature', headers: { authorization: authorization() }, error: undefined },
  { name: 'refuses a request without a signature', headers: {}, error: 'MissingAuthenticationTokenException' },
  ...[
    { what: 'of another scheme', headers: { authorization: 'Bearer token' } },
    { what: 'for another service', headers: { authorization: authorization({ service: 'sns' }) } },
    { what: 'of another day', headers: { authorization: authorization({ day: '20261122' }) } },
    { what: 'of half the required length', headers: { authorization: authorization({ signature: 'a'.repeat(32) }) } },
    {
      what: 'that does not cover the host',
      headers: { authorization: authorization({ names: NAMES.replace('host;', '') }) },
    },
    {
      what: 'that does not cover the token',
      headers: { authorization: authorization({ names: NAMES.replace('x-amz-security-token;', '') }) },
    },
    { what: 'of a header that is missing', headers: { authorization: authorization(), 'x-amz-date': undefined } },
  ].map(({ what, headers }) => ({ name: `refuses one ${what}`, headers, error: 'IncompleteSignatureException' })),
])('$name', ({ headers, error }) => {
  expect(findSignatureError({ ...SIGNED, ...headers }, 'sqs')).toBe(error);
});
