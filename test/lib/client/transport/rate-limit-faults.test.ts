import { describe } from '@jest/globals';
import { inTurn, LIMIT_HEADERS, ok, POST, status, testFaults, USER } from './faults.ts';

describe('a call that Frame.io refuses with 429', () => {
  testFaults([
    {
      name: 'is retried when the bucket has room for one call, if there are rate limit headers',
      api: inTurn(status(429, LIMIT_HEADERS), ok),
      call: POST,
      result: USER,
      requests: 2,
      waits: [[600, 500]],
    },
    {
      name: 'is retried after the seconds in retry-after, whatever the other headers say',
      api: inTurn(status(429, { ...LIMIT_HEADERS, 'retry-after': '7' }), ok),
      result: USER,
      requests: 2,
      waits: [[7_000, 500]],
    },
    {
      name: 'is retried at the date in retry-after',
      api: inTurn(status(429, { 'retry-after': 'Mon, 23 Nov 2026 00:00:09 GMT' }), ok),
      result: USER,
      requests: 2,
      waits: [[9_000, 500]],
    },
    {
      name: 'is retried after one second without any headers',
      api: inTurn(status(429), ok),
      result: USER,
      requests: 2,
      waits: [[1_000, 500]],
    },
    {
      name: 'rejects with a RateLimitError after two retries with growing delays',
      api: status(429, LIMIT_HEADERS),
      error: { code: 'rate_limited', retryAfterMs: 600, rateLimit: { limit: 100, remaining: 0, windowMs: 60_000 } },
      requests: 3,
      waits: [
        [600, 500],
        [600, 1_000],
      ],
    },
    {
      name: 'rejects at once if retry-after ends after the timeout of the call',
      api: status(429, { 'retry-after': '30' }),
      options: { timeoutMs: 10_000 },
      error: { code: 'rate_limited', retryAfterMs: 30_000 },
      requests: 1,
    },
    {
      name: 'rejects at once without retries',
      api: status(429, LIMIT_HEADERS),
      options: { maxRetries: 0 },
      error: { code: 'rate_limited', retryAfterMs: 600 },
      requests: 1,
    },
  ]);
});

describe('a retry that the rate limit of the client forbids', () => {
  const options = { rateLimit: { requests: 1, perMs: 120_000 } };

  testFaults([
    {
      name: 'rejects with the ServerError after a 500: a ClientRateLimitError would say that nothing was sent',
      api: status(500),
      call: POST,
      options,
      error: { code: 'server_error', isOutcomeUnknown: true },
      requests: 1,
      waits: [[0, 500]],
    },
    {
      name: 'rejects with a ClientRateLimitError after a 503, which had no effect',
      api: status(503),
      options,
      error: { code: 'client_rate_limited' },
      requests: 1,
      waits: [[0, 500]],
    },
  ]);
});
