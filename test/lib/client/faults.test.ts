import type { ServerResponse } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { FrameioClient, type FrameioClientOptions } from '../../../lib/index.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';

type Answer = Parameters<typeof scriptedServer>[0];
type Call = (client: FrameioClient) => PromiseLike<unknown>;

/** A fault of the other side, and what comes of it. */
interface Fault {
  readonly fault: string;
  readonly outcome: string;
  readonly answer: Answer;
  /** What Adobe IMS answers, for a client with server-to-server credentials. */
  readonly ims?: Answer;
  readonly call?: Call;
  readonly options?: Partial<FrameioClientOptions>;
  /** What the call resolves to. */
  readonly result?: unknown;
  /** What it fails with. */
  readonly error?: object;
  /** Requests that reached the server. */
  readonly requests: number;
  /** Requests that reached Adobe IMS. */
  readonly exchanges?: number;
  /** Each wait between them: what was asked for, and the most the jitter may add. */
  readonly waits?: readonly (readonly [asked: number, jitter: number])[];
}

const GET: Call = ({ users }) => users.show();
const POST: Call = ({ comments }) => comments.create('a', 'f', { data: { text: 'x' } });
const DELETE: Call = ({ comments }) => comments.delete('a', 'c');

const fine = { data: { id: 'user' } };
const limits = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '0', 'x-ratelimit-window': '60000' };

/** Answers with each in turn, with the last for ever. */
function inTurn(...answers: readonly Answer[]): Answer {
  return (response, number, request) => answers[Math.min(number, answers.length) - 1]?.(response, number, request);
}
const ok: Answer = (response) => json(response, 200, fine);
const status =
  (code: number, headers = {}): Answer =>
  (response) =>
    json(response, code, { errors: [{ detail: 'No' }] }, headers);
const reset: Answer = (response) => response.socket?.resetAndDestroy();
const halfABody: Answer = (response) => {
  response.writeHead(201, { 'content-length': '100' });
  response.write('{"data":', () => response.destroy());
};
const brokenJson: Answer = (response) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":{');
const html: Answer = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>Sign in</html>');
const silence: Answer = () => undefined;
const token: Answer = (response) => json(response, 200, { access_token: 'token', expires_in: 3_600 });
const late: Answer = (response) => setTimeout(() => json(response, 200, fine), 30);
/** After this answer nobody listens any more. */
const last =
  (answer: Answer): Answer =>
  (response, number, request) => {
    response.once('close', () => void server.close());
    response.setHeader('connection', 'close');
    answer(response, number, request);
  };

const FAULTS: readonly Fault[] = [
  {
    fault: '429 with the rate-limit headers',
    outcome: 'is waited out as long as the bucket needs to make room for one call, then sent again',
    answer: inTurn(status(429, limits), ok),
    call: POST,
    result: fine,
    requests: 2,
    waits: [[600, 500]],
  },
  {
    fault: '429 with retry-after in seconds',
    outcome: 'is waited out as long as it says, whatever the other headers say',
    answer: inTurn(status(429, { ...limits, 'retry-after': '7' }), ok),
    result: fine,
    requests: 2,
    waits: [[7_000, 500]],
  },
  {
    fault: '429 with retry-after as a date',
    outcome: 'is waited out until then',
    answer: inTurn(status(429, { 'retry-after': 'Mon, 23 Nov 2026 00:00:09 GMT' }), ok),
    result: fine,
    requests: 2,
    waits: [[9_000, 500]],
  },
  {
    fault: '429 without headers',
    outcome: 'is waited out for a second, then sent again',
    answer: inTurn(status(429), ok),
    result: fine,
    requests: 2,
    waits: [[1_000, 500]],
  },
  {
    fault: 'a storm of 429',
    outcome: 'ends after two retries, ever further apart, in a RateLimitError that says when to come again',
    answer: status(429, limits),
    error: { code: 'rate_limited', retryAfterMs: 600, rateLimit: { limit: 100, remaining: 0, windowMs: 60_000 } },
    requests: 3,
    waits: [
      [600, 500],
      [600, 1_000],
    ],
  },
  {
    fault: '429 that asks for more time than the call has',
    outcome: 'fails at once with a RateLimitError, so that a queue can wait in place of the caller',
    answer: status(429, { 'retry-after': '30' }),
    options: { timeoutMs: 10_000 },
    error: { code: 'rate_limited', retryAfterMs: 30_000 },
    requests: 1,
  },
  {
    fault: '429 to a client without retries',
    outcome: 'fails at once',
    answer: status(429, limits),
    options: { maxRetries: 0 },
    error: { code: 'rate_limited', retryAfterMs: 600 },
    requests: 1,
  },
  {
    fault: '408',
    outcome: 'is sent again, even a POST: it did not arrive in full',
    answer: inTurn(status(408), ok),
    call: POST,
    result: fine,
    requests: 2,
    waits: [[0, 500]],
  },
  {
    fault: '500',
    outcome: 'is sent again with growing waits, then fails as a ServerError',
    answer: status(500),
    call: POST,
    error: { code: 'server_error', status: 500, maybeSent: true },
    requests: 3,
    waits: [
      [0, 500],
      [0, 1_000],
    ],
  },
  {
    fault: '500, and 429 to the retry',
    outcome: 'fails as the RateLimitError of the last attempt, which says that the first may have been done',
    answer: inTurn(status(500), status(429, { 'retry-after': '1000' })),
    call: POST,
    error: { code: 'rate_limited', status: 429, maybeSent: true },
    requests: 2,
    waits: [[0, 500]],
  },
  {
    fault: '500, and a refused connection to the retries',
    outcome: 'fails as the last attempt did, and says that the first may have been done',
    answer: last(status(500)),
    call: POST,
    error: { code: 'api_connection_failed', maybeSent: true, message: expect.stringContaining('ECONNREFUSED') },
    requests: 1,
    waits: [
      [0, 500],
      [0, 1_000],
    ],
  },
  {
    fault: '500, and a redirect to the retry',
    outcome: 'fails as the last attempt did, and says that the first may have been done',
    answer: inTurn(status(500), (response) => response.writeHead(302).end()),
    call: POST,
    error: { code: 'api_response_unreadable', maybeSent: true },
    requests: 2,
    waits: [[0, 500]],
  },
  {
    fault: '500, and no turn for the retry under the pace',
    outcome: 'fails as the ServerError that it is: a PaceError would say that nothing was sent',
    answer: status(500),
    call: POST,
    options: { pace: { requests: 1, perMs: 120_000 } },
    error: { code: 'server_error', maybeSent: true },
    requests: 1,
    waits: [[0, 500]],
  },
  {
    fault: '503, and no turn for the retry under the pace',
    outcome: 'fails as the PaceError: the call was refused',
    answer: status(503),
    options: { pace: { requests: 1, perMs: 120_000 } },
    error: { code: 'pace_exceeded' },
    requests: 1,
    waits: [[0, 500]],
  },
  {
    fault: '503 with retry-after',
    outcome: 'is sent again after that time, even a POST: it was refused',
    answer: inTurn(status(503, { 'retry-after': '2' }), ok),
    call: POST,
    result: fine,
    requests: 2,
    waits: [[2_000, 500]],
  },
  {
    fault: '503 with the rate-limit headers, which every answer has',
    outcome: 'is sent again without waiting for the limit, which is not what refused it',
    answer: inTurn(status(503, { ...limits, 'x-ratelimit-limit': '10' }), ok),
    result: fine,
    requests: 2,
    waits: [[0, 500]],
  },
  {
    fault: '502 to a GET',
    outcome: 'is sent again',
    answer: inTurn(status(502), ok),
    result: fine,
    requests: 2,
    waits: [[0, 500]],
  },
  {
    fault: '502 to a POST',
    outcome: 'is not sent again: a gateway does not know whether it was done',
    answer: status(502),
    call: POST,
    error: { code: 'server_error', status: 502, maybeSent: true },
    requests: 1,
  },
  {
    fault: '504 to a PATCH',
    outcome: 'is not sent again either',
    answer: status(504),
    call: ({ comments }) => comments.update('a', 'c', { data: { text: 'x' } }),
    error: { code: 'server_error', status: 504, maybeSent: true },
    requests: 1,
  },
  {
    fault: '524, the word of a gateway of its own, to a POST',
    outcome: 'is not sent again either: whatever the gateway has passed on may have been done',
    answer: status(524),
    call: POST,
    error: { code: 'server_error', status: 524, maybeSent: true },
    requests: 1,
  },
  {
    fault: '524 to a GET',
    outcome: 'is sent again',
    answer: inTurn(status(524), ok),
    result: fine,
    requests: 2,
    waits: [[0, 500]],
  },
  {
    fault: '504 to a DELETE',
    outcome: 'is sent again: twice deleted is once deleted',
    answer: inTurn(status(504), (response) => response.writeHead(204).end()),
    call: DELETE,
    result: null,
    requests: 2,
    waits: [[0, 500]],
  },
  {
    fault: 'a connection reset after a GET was sent',
    outcome: 'is sent again',
    answer: inTurn(reset, ok),
    result: fine,
    requests: 2,
    waits: [[0, 500]],
  },
  {
    fault: 'a connection reset after a POST was sent',
    outcome: 'is not sent again, and the error says that it may have been received',
    answer: reset,
    call: POST,
    error: { code: 'api_connection_failed', maybeSent: true },
    requests: 1,
  },
  {
    fault: 'a connection reset after a DELETE was sent, and a refused connection to the retries',
    outcome: 'fails as the last attempt did, and says that the first may have been done',
    answer: last(reset),
    call: DELETE,
    error: { code: 'api_connection_failed', maybeSent: true, message: expect.stringContaining('ECONNREFUSED') },
    requests: 1,
    waits: [
      [0, 500],
      [0, 1_000],
    ],
  },
  {
    fault: 'no answer at all',
    outcome: 'ends when the time of the call is up, a GET too: there is none left to send it again',
    answer: silence,
    options: { timeoutMs: 30 },
    error: { code: 'api_timeout', maybeSent: true },
    requests: 1,
  },
  ...[Number.POSITIVE_INFINITY, 2 ** 31].map((timeoutMs) => ({
    fault: `a token and an answer that take a while, to a call with ${timeoutMs} ms`,
    outcome: 'are waited for',
    answer: late,
    options: { timeoutMs, token: () => new Promise<string>((resolve) => setTimeout(resolve, 30, 't')) },
    result: fine,
    requests: 1,
  })),
  {
    fault: 'half a body to a GET',
    outcome: 'is asked for again',
    answer: inTurn(halfABody, ok),
    result: fine,
    requests: 2,
    waits: [[0, 500]],
  },
  {
    fault: 'half a body to a POST',
    outcome: 'is not sent again: it was most likely done',
    answer: halfABody,
    call: POST,
    error: {
      code: 'api_connection_failed',
      maybeSent: true,
      message: expect.stringContaining('in the middle of the response'),
    },
    requests: 1,
  },
  {
    fault: 'JSON that breaks off',
    outcome: 'is an error that says so, without quoting it',
    answer: brokenJson,
    error: {
      code: 'api_response_unreadable',
      maybeSent: true,
      message: expect.stringContaining('9 characters that break off'),
    },
    requests: 1,
  },
  ...[200, 201, 202].map((code) => ({
    fault: `an answer of ${code} with nothing in it`,
    outcome: 'is an error that says so: only a 204 is empty',
    answer: (response: ServerResponse) => void response.writeHead(code).end(),
    call: POST,
    error: {
      code: 'api_response_unreadable',
      maybeSent: true,
      message: expect.stringContaining(`answered ${code} with nothing`),
    },
    requests: 1,
  })),
  {
    fault: 'a list whose links are null',
    outcome: 'is its last page',
    answer: (response) => json(response, 200, { data: [], links: null }),
    call: async ({ comments }) => (await comments.index('a', 'f')).hasNextPage(),
    result: false,
    requests: 1,
  },
  {
    fault: 'a page of HTML with status 200',
    outcome: 'is an error that says so and where to look',
    answer: html,
    error: { code: 'api_response_unreadable', message: expect.stringContaining('an HTML page') },
    requests: 1,
  },
  {
    fault: 'a page of HTML with status 502',
    outcome: 'is a ServerError that says so',
    answer: (response) => response.writeHead(502, { 'content-type': 'text/html' }).end('<html>Bad gateway</html>'),
    call: POST,
    error: { code: 'server_error', errors: [], message: expect.stringContaining('an HTML page') },
    requests: 1,
  },
  {
    fault: 'a redirect',
    outcome: 'is not followed, as the token would go along, and the error names the host and the mend',
    answer: (response) => response.writeHead(302, { location: 'https://login.example/path?secret=1' }).end(),
    error: {
      code: 'api_response_unreadable',
      message: expect.stringMatching(/redirect to login\.example, which is not followed: set baseUrl/),
    },
    requests: 1,
  },
  {
    fault: 'an expired token',
    outcome: 'is replaced once, and the call sent again with the newer one',
    answer: (response, _, { headers }) =>
      headers.authorization === 'Bearer new' ? json(response, 200, fine) : json(response, 401, { errors: [] }),
    options: { token: { get: async () => 'old', refresh: async () => 'new' } },
    result: fine,
    requests: 2,
  },
  {
    fault: 'a token refused for good',
    outcome: 'fails after one replacement, and the error names the three causes Frame.io does not tell apart',
    answer: status(401),
    options: { token: { get: async () => 'old', refresh: async () => 'new' } },
    error: {
      code: 'unauthorized',
      message: expect.stringMatching(/additional_info\.roles.*Adobe ID is not linked.*no Frame\.io V4 product profile/),
    },
    requests: 2,
  },
  {
    fault: 'a source of tokens that does not answer',
    outcome: 'ends when the time of the call is up; nothing was sent',
    answer: ok,
    options: { token: () => new Promise<string>(() => undefined), timeoutMs: 30 },
    error: { code: 'api_timeout', maybeSent: false },
    requests: 0,
  },
  {
    fault: 'an Adobe IMS that is down for a moment',
    outcome: 'is left alone for a second, then asked again, for a POST too: nothing was sent',
    ims: inTurn(status(503), token),
    answer: ok,
    call: POST,
    result: fine,
    requests: 1,
    exchanges: 2,
    waits: [[1_000, 500]],
  },
  {
    fault: 'an Adobe IMS that breaks the connection',
    outcome: 'is left alone for a second, then asked again',
    ims: inTurn(reset, token),
    answer: ok,
    result: fine,
    requests: 1,
    exchanges: 2,
    waits: [[1_000, 500]],
  },
  {
    fault: 'an Adobe IMS that is busy and says for how long',
    outcome: 'is left alone for so long, then asked again',
    ims: inTurn(status(429, { 'retry-after': '7' }), token),
    answer: ok,
    result: fine,
    requests: 1,
    exchanges: 2,
    waits: [[7_000, 500]],
  },
  {
    fault: 'an Adobe IMS that is down',
    outcome: 'is asked twice more, ever further apart; then the call fails, and says when to come again',
    ims: status(503),
    answer: ok,
    error: { code: 'token_exchange_failed', status: 503, retryAfterMs: 4_000 },
    requests: 0,
    exchanges: 3,
    waits: [
      [1_000, 500],
      [2_000, 1_000],
    ],
  },
  {
    fault: 'an Adobe IMS that wants to be left alone for longer than the call has',
    outcome: 'fails the call at once',
    ims: status(503, { 'retry-after': '90' }),
    answer: ok,
    error: { code: 'token_exchange_failed', status: 503, retryAfterMs: 90_000 },
    requests: 0,
    exchanges: 1,
  },
  ...[400, 401].map((code) => ({
    fault: `credentials that Adobe IMS refuses with ${code}`,
    outcome: 'fail the call at once: they would be refused again',
    ims: status(code),
    answer: ok,
    error: { code: 'token_exchange_failed', status: code },
    requests: 0,
    exchanges: 1,
  })),
  {
    fault: 'a caller who has aborted already',
    outcome: 'sends nothing',
    answer: ok,
    call: ({ users }) => users.show({ abortSignal: AbortSignal.abort('enough') }),
    error: { code: 'api_aborted', maybeSent: false, cause: 'enough' },
    requests: 0,
  },
];

let server: ScriptedServer;
let adobe: ScriptedServer;
afterEach(async () => {
  await server?.close();
  await adobe?.close();
});

describe('what comes of a fault', () => {
  it.each(FAULTS)('$fault $outcome', async (row) => {
    const { answer, ims = token, call = GET, options, result, error, requests, exchanges = 0, waits = [] } = row;
    server = await scriptedServer(answer);
    adobe = await scriptedServer(ims);
    const clock = testClock();
    const credentials = { clientId: 'id', clientSecret: 'secret', imsUrl: adobe.url };
    const client = new FrameioClient({
      token: exchanges > 0 ? credentials : 'the-token',
      baseUrl: server.url,
      clock,
      ...options,
    });
    if (error) await expect(async () => await call(client)).rejects.toMatchObject(error);
    else expect(await call(client)).toEqual(result);
    expect(server.seen).toHaveLength(requests);
    expect(adobe.seen).toHaveLength(exchanges);
    expect(clock.waits).toHaveLength(waits.length);
    waits.forEach(([asked, jitter], index) => {
      expect(clock.waits[index]).toBeGreaterThanOrEqual(asked);
      expect(clock.waits[index]).toBeLessThan(asked + jitter);
    });
  });

  it('a caller who aborts while the answer is awaited ends the call, which may have been received', async () => {
    const controller = new AbortController();
    server = await scriptedServer(() => controller.abort('enough'));
    const client = new FrameioClient({ token: 't', baseUrl: server.url });
    await expect(async () => await client.users.show({ abortSignal: controller.signal })).rejects.toMatchObject({
      code: 'api_aborted',
      maybeSent: true,
      cause: 'enough',
    });
  });

  it.each([
    { code: 503, maybeSent: false, outcome: 'it was refused before' },
    { code: 500, maybeSent: true, outcome: 'it may have been done before' },
  ])(
    'a caller who aborts while a retry after $code is awaited ends the call; $outcome',
    async ({ code, maybeSent }) => {
      const controller = new AbortController();
      server = await scriptedServer(status(code));
      const wait = async (_: number, signal?: AbortSignal) => {
        controller.abort('enough');
        signal?.throwIfAborted();
      };
      const client = new FrameioClient({ token: 't', baseUrl: server.url, clock: { ...testClock(), wait } });
      await expect(async () => await client.users.show({ abortSignal: controller.signal })).rejects.toMatchObject({
        code: 'api_aborted',
        maybeSent,
        cause: 'enough',
      });
      expect(server.seen).toHaveLength(1);
    },
  );

  it('a refused connection is tried again, even for a POST: nothing was sent', async () => {
    server = await scriptedServer(ok);
    await server.close();
    const clock = testClock();
    const client = new FrameioClient({ token: 't', baseUrl: server.url, clock });
    await expect(async () => await POST(client)).rejects.toMatchObject({
      code: 'api_connection_failed',
      maybeSent: false,
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(clock.waits).toHaveLength(2);
  });

  it('a connection reset before the POST was sent, while TLS was being agreed on, is tried again', async () => {
    let connections = 0;
    const tcp = createServer((socket: Socket) => {
      connections += 1;
      socket.resetAndDestroy();
    });
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const address = tcp.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const client = new FrameioClient({ token: 't', baseUrl: `https://127.0.0.1:${port}`, clock: testClock() });
    await expect(async () => await POST(client)).rejects.toMatchObject({
      code: 'api_connection_failed',
      maybeSent: false,
    });
    expect(connections).toBe(3);
    await new Promise((resolve) => tcp.close(resolve));
  });
});
