import { afterEach, expect, it } from '@jest/globals';
import { FrameioClient, type FrameioClientOptions } from '../../../../lib/client/client.ts';
import { json, type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';

/** What a scripted server does with a request. */
export type Responder = Parameters<typeof scriptedServer>[0];

type Call = (client: FrameioClient) => PromiseLike<unknown>;

/** A fault of Frame.io or Adobe IMS, and the expected behaviour of a call. */
export interface Fault {
  readonly name: string;
  /** What Frame.io does. */
  readonly api: Responder;
  /** What Adobe IMS does, for a client with server-to-server credentials. */
  readonly ims?: Responder;
  /** @default a GET */
  readonly call?: Call;
  readonly options?: Partial<FrameioClientOptions>;
  /** What the call resolves to. */
  readonly result?: unknown;
  /** What the call rejects with. */
  readonly error?: object;
  /** Requests that reach Frame.io. */
  readonly requests: number;
  /** Requests that reach Adobe IMS. */
  readonly tokenRequests?: number;
  /** The waits between the requests in milliseconds: the requested time, and the upper bound of the jitter. */
  readonly waits?: readonly (readonly [requested: number, jitter: number])[];
}

export const GET: Call = ({ users }) => users.show();
export const POST: Call = ({ comments }) => comments.create('a', 'f', { data: { text: 'x' } });
export const PATCH: Call = ({ comments }) => comments.update('a', 'c', { data: { text: 'x' } });
export const DELETE: Call = ({ comments }) => comments.delete('a', 'c');

export const USER = { data: { id: 'user' } };
export const LIMIT_HEADERS = {
  'x-ratelimit-limit': '100',
  'x-ratelimit-remaining': '0',
  'x-ratelimit-window': '60000',
};

export const ok: Responder = (response) => json(response, 200, USER);

/** Closes the connection without a response. */
export const reset: Responder = (response) => response.socket?.resetAndDestroy();

/** Answers each request with the next responder, and all later ones with the last. */
export function inTurn(...responders: readonly Responder[]): Responder {
  return (response, number, request) =>
    responders[Math.min(number, responders.length) - 1]?.(response, number, request);
}

export function status(code: number, headers = {}): Responder {
  return (response) => json(response, code, { errors: [{ detail: 'No' }] }, headers);
}

/** Closes the server after this response, so that it refuses every later connection. */
export function last(responder: Responder): Responder {
  return (response, number, request) => {
    response.once('close', () => void api.close());
    response.setHeader('connection', 'close');
    responder(response, number, request);
  };
}

const token: Responder = (response) => json(response, 200, { access_token: 'token', expires_in: 3_600 });

let api: ScriptedServer;
let ims: ScriptedServer;

/** Registers one test for each fault. */
export function testFaults(faults: readonly Fault[]): void {
  afterEach(async () => {
    await api?.close();
    await ims?.close();
  });

  it.each(faults)('$name', async (fault) => {
    const { call = GET, options, result, error, requests, tokenRequests = 0, waits = [] } = fault;
    api = await scriptedServer(fault.api);
    ims = await scriptedServer(fault.ims ?? token);
    const clock = testClock();
    const credentials = { clientId: 'id', clientSecret: 'secret', imsUrl: ims.url };
    const client = new FrameioClient({
      token: tokenRequests > 0 ? credentials : 'the-token',
      baseUrl: api.url,
      clock,
      ...options,
    });
    if (error) await expect(async () => await call(client)).rejects.toMatchObject(error);
    else expect(await call(client)).toEqual(result);
    expect(api.seen).toHaveLength(requests);
    expect(ims.seen).toHaveLength(tokenRequests);
    expect(clock.waits).toHaveLength(waits.length);
    waits.forEach(([requested, jitter], index) => {
      expect(clock.waits[index]).toBeGreaterThanOrEqual(requested);
      expect(clock.waits[index]).toBeLessThan(requested + jitter);
    });
  });
}
