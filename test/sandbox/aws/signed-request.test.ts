import { expect, it } from '@jest/globals';
import { signatureFault } from '../../../sandbox/aws/signed-request.ts';

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
  { name: 'takes a signature of the right form', headers: { authorization: authorization() }, fault: undefined },
  { name: 'refuses a request without one', headers: {}, fault: 'MissingAuthenticationTokenException' },
  ...[
    { what: 'of another scheme', headers: { authorization: 'Bearer token' } },
    { what: 'for another service', headers: { authorization: authorization({ service: 'sns' }) } },
    { what: 'of another day', headers: { authorization: authorization({ day: '20261122' }) } },
    { what: 'of half the length', headers: { authorization: authorization({ signature: 'a'.repeat(32) }) } },
    {
      what: 'that leaves the host out',
      headers: { authorization: authorization({ names: NAMES.replace('host;', '') }) },
    },
    {
      what: 'that leaves the token out',
      headers: { authorization: authorization({ names: NAMES.replace('x-amz-security-token;', '') }) },
    },
    { what: 'of a header that did not come', headers: { authorization: authorization(), 'x-amz-date': undefined } },
  ].map(({ what, headers }) => ({ name: `refuses one ${what}`, headers, fault: 'IncompleteSignatureException' })),
])('$name', ({ headers, fault }) => {
  expect(signatureFault({ ...SIGNED, ...headers }, 'sqs')).toBe(fault);
});
