import { describe, expect } from '@jest/globals';
import { DELETE, inTurn, LIMIT_HEADERS, last, ok, PATCH, POST, status, testFaults, USER } from './faults.ts';

describe('a call answered with 408', () => {
  testFaults([
    {
      name: 'is retried even if it is a POST, because the request did not arrive completely',
      api: inTurn(status(408), ok),
      call: POST,
      result: USER,
      requests: 2,
      waits: [[0, 500]],
    },
  ]);
});

describe('a POST answered with 500', () => {
  testFaults([
    {
      name: 'is retried with growing delays, then rejects with a ServerError',
      api: status(500),
      call: POST,
      error: { code: 'server_error', status: 500, isOutcomeUnknown: true },
      requests: 3,
      waits: [
        [0, 500],
        [0, 1_000],
      ],
    },
    {
      name: 'rejects with the RateLimitError of a refused retry, and an unknown outcome because of the first attempt',
      api: inTurn(status(500), status(429, { 'retry-after': '1000' })),
      call: POST,
      error: { code: 'rate_limited', status: 429, isOutcomeUnknown: true },
      requests: 2,
      waits: [[0, 500]],
    },
    {
      name: 'rejects with the connection error of the retries, and an unknown outcome because of the first attempt',
      api: last(status(500)),
      call: POST,
      error: {
        code: 'api_connection_failed',
        isOutcomeUnknown: true,
        message: expect.stringContaining('ECONNREFUSED'),
      },
      requests: 1,
      waits: [
        [0, 500],
        [0, 1_000],
      ],
    },
    {
      name: 'rejects with the error of a redirected retry, and an unknown outcome because of the first attempt',
      api: inTurn(status(500), (response) => response.writeHead(302).end()),
      call: POST,
      error: { code: 'api_response_invalid', isOutcomeUnknown: true },
      requests: 2,
      waits: [[0, 500]],
    },
  ]);
});

describe('a call answered with 503', () => {
  testFaults([
    {
      name: 'is retried after retry-after even if it is a POST, because Frame.io refused it',
      api: inTurn(status(503, { 'retry-after': '2' }), ok),
      call: POST,
      result: USER,
      requests: 2,
      waits: [[2_000, 500]],
    },
    {
      name: 'is retried without waiting for the rate limit, whose headers every response has',
      api: inTurn(status(503, { ...LIMIT_HEADERS, 'x-ratelimit-limit': '10' }), ok),
      result: USER,
      requests: 2,
      waits: [[0, 500]],
    },
  ]);
});

describe('a call answered with another 5xx, which a gateway may send after it forwarded the call', () => {
  testFaults([
    {
      name: 'is retried if it is a GET, after 502',
      api: inTurn(status(502), ok),
      result: USER,
      requests: 2,
      waits: [[0, 500]],
    },
    {
      name: 'is retried if it is a GET, after 524, which only a gateway sends',
      api: inTurn(status(524), ok),
      result: USER,
      requests: 2,
      waits: [[0, 500]],
    },
    {
      name: 'is retried if it is a DELETE, after 504',
      api: inTurn(status(504), (response) => response.writeHead(204).end()),
      call: DELETE,
      result: null,
      requests: 2,
      waits: [[0, 500]],
    },
    {
      name: 'is not retried if it is a POST, after 502',
      api: status(502),
      call: POST,
      error: { code: 'server_error', status: 502, isOutcomeUnknown: true },
      requests: 1,
    },
    {
      name: 'is not retried if it is a POST, after 524',
      api: status(524),
      call: POST,
      error: { code: 'server_error', status: 524, isOutcomeUnknown: true },
      requests: 1,
    },
    {
      name: 'is not retried if it is a PATCH, after 504',
      api: status(504),
      call: PATCH,
      error: { code: 'server_error', status: 504, isOutcomeUnknown: true },
      requests: 1,
    },
  ]);
});
