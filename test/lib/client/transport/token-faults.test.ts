import { describe, expect } from '@jest/globals';
import { json } from '../../../support/scripted-server.ts';
import { inTurn, ok, POST, type Responder, reset, status, testFaults, USER } from './faults.ts';

const token: Responder = (response) => json(response, 200, { access_token: 'token', expires_in: 3_600 });

describe('a token that Frame.io refuses', () => {
  const source = { get: async () => 'old', refresh: async () => 'new' };

  testFaults([
    {
      name: 'is renewed once, and the call is sent again with the new token',
      api: (response, _, { headers }) =>
        headers.authorization === 'Bearer new' ? json(response, 200, USER) : json(response, 401, { errors: [] }),
      options: { token: source },
      result: USER,
      requests: 2,
    },
    {
      name: 'rejects after one renewal, and the message lists the possible causes',
      api: status(401),
      options: { token: source },
      error: {
        code: 'unauthorized',
        message: expect.stringMatching(
          /additional_info\.roles.*Adobe ID is not linked.*no Frame\.io V4 product profile/,
        ),
      },
      requests: 2,
    },
    {
      name: 'rejects without a second request if the source has no other token',
      api: status(401),
      options: { token: { get: async () => 'old', refresh: async () => 'old' } },
      error: { code: 'unauthorized' },
      requests: 1,
    },
  ]);
});

describe('a token source that does not respond', () => {
  testFaults([
    {
      name: 'rejects at the timeout of the call, which was not sent',
      api: ok,
      options: { token: () => new Promise<string>(() => undefined), timeoutMs: 30 },
      error: { code: 'api_timeout', isOutcomeUnknown: false },
      requests: 0,
    },
  ]);
});

describe('a failed token request to Adobe IMS', () => {
  testFaults([
    {
      name: 'is repeated after one second if Adobe IMS is down, for a POST too because nothing was sent',
      ims: inTurn(status(503), token),
      api: ok,
      call: POST,
      result: USER,
      requests: 1,
      tokenRequests: 2,
      waits: [[1_000, 500]],
    },
    {
      name: 'is repeated after one second if the connection is reset',
      ims: inTurn(reset, token),
      api: ok,
      result: USER,
      requests: 1,
      tokenRequests: 2,
      waits: [[1_000, 500]],
    },
    {
      name: 'is repeated after retry-after if Adobe IMS is busy',
      ims: inTurn(status(429, { 'retry-after': '7' }), token),
      api: ok,
      result: USER,
      requests: 1,
      tokenRequests: 2,
      waits: [[7_000, 500]],
    },
    {
      name: 'is repeated twice with growing delays, then the call rejects and states when to try again',
      ims: status(503),
      api: ok,
      error: { code: 'token_exchange_failed', status: 503, retryAfterMs: 4_000 },
      requests: 0,
      tokenRequests: 3,
      waits: [
        [1_000, 500],
        [2_000, 1_000],
      ],
    },
    {
      name: 'rejects the call at once if retry-after ends after its timeout',
      ims: status(503, { 'retry-after': '90' }),
      api: ok,
      error: { code: 'token_exchange_failed', status: 503, retryAfterMs: 90_000 },
      requests: 0,
      tokenRequests: 1,
    },
    ...[400, 401].map((code) => ({
      name: `rejects the call at once if Adobe IMS refuses the credentials with ${code}`,
      ims: status(code),
      api: ok,
      error: { code: 'token_exchange_failed', status: code },
      requests: 0,
      tokenRequests: 1,
    })),
  ]);
});
