import { afterEach, describe, expect, it } from '@jest/globals';
import {
  ApiConnectionError,
  BadRequestError,
  type Clock,
  ConflictError,
  ForbiddenError,
  FrameioApiError,
  FrameioClient,
  NotFoundError,
  RateLimitError,
  RequestTimeoutError,
  ServerError,
  UnauthorizedError,
  UnprocessableEntityError,
} from '../../../lib/index.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';

const TOKEN = 'canary-token-fio-u-123';
let server: ScriptedServer;

async function clientOf(answer: Parameters<typeof scriptedServer>[0], clock?: Clock) {
  server = await scriptedServer(answer);
  return new FrameioClient({ token: TOKEN, baseUrl: server.url, maxRetries: 0, clock });
}

afterEach(() => server.close());

async function errorOf(call: PromiseLike<unknown>): Promise<Error> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error('The call did not fail.');
}

describe('an error status', () => {
  const errors = [{ title: 'Invalid value', detail: 'Unexpected field: foo', source: { pointer: '/data/foo' } }];
  const said = 'Invalid value: Unexpected field: foo (/data/foo)';
  it.each([
    { status: 400, ErrorClass: BadRequestError, code: 'bad_request' },
    { status: 401, ErrorClass: UnauthorizedError, code: 'unauthorized' },
    { status: 403, ErrorClass: ForbiddenError, code: 'forbidden' },
    { status: 404, ErrorClass: NotFoundError, code: 'not_found' },
    { status: 408, ErrorClass: RequestTimeoutError, code: 'request_timeout' },
    { status: 409, ErrorClass: ConflictError, code: 'conflict' },
    { status: 422, ErrorClass: UnprocessableEntityError, code: 'unprocessable_entity' },
    { status: 429, ErrorClass: RateLimitError, code: 'rate_limited' },
    { status: 418, ErrorClass: FrameioApiError, code: 'api_error' },
    { status: 500, ErrorClass: ServerError, code: 'server_error' },
    { status: 503, ErrorClass: ServerError, code: 'server_error' },
  ])('$status is a $code, with all Frame.io says', async ({ status, ErrorClass, code }) => {
    const rateLimit = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '7', 'x-ratelimit-window': '60000' };
    const client = await clientOf((response) => json(response, status, { errors }, rateLimit));
    const error = await errorOf(client.comments.create('a', 'f', { data: { text: 'x' } }));
    expect(error).toBeInstanceOf(ErrorClass);
    expect(error).toMatchObject({
      code,
      status,
      errors: [{ title: 'Invalid value', detail: 'Unexpected field: foo', pointer: '/data/foo' }],
      operation: 'comments.create',
      method: 'POST',
      path: '/v4/accounts/a/files/f/comments',
      rateLimit: { limit: 100, remaining: 7, windowMs: 60_000 },
      message: expect.stringContaining(`POST /v4/accounts/a/files/f/comments answered ${status}: ${said}`),
    });
  });

  it('says what it can when the errors are of another form', async () => {
    const errors = ['no', null, { detail: 7 }, { detail: 'yes', source: null }];
    const client = await clientOf((response) => json(response, 400, { errors }));
    expect(await errorOf(client.users.show())).toMatchObject({ status: 400, errors: [{ detail: 'yes' }] });
  });
});

describe('a kept connection that has died in the meantime', () => {
  const diesAfterFirst: Parameters<typeof scriptedServer>[0] = (response, number) => {
    if (number === 2) response.destroy();
    else json(response, 200, { data: { id: 'user' } });
  };

  it('is replaced for a GET', async () => {
    const client = await clientOf(diesAfterFirst);
    await client.users.show();
    expect(await client.users.show()).toEqual({ data: { id: 'user' } });
    expect(server.seen).toHaveLength(3);
  });

  it('is replaced by a new one, though others in the pool have died as well', async () => {
    const connections = new Set<number>();
    const client = await clientOf((response, number, { connection }) => {
      const isOld = number > 2 && connections.has(connection);
      connections.add(connection);
      if (isOld) response.destroy();
      else json(response, 200, { data: { id: 'user' } });
    });
    await Promise.all([client.users.show(), client.users.show()]);
    expect(await client.users.show()).toEqual({ data: { id: 'user' } });
    expect(server.seen.map(({ connection }) => connection)).toEqual([1, 2, expect.any(Number), 3]);
  });

  it('takes those that slept beside it along, so that a POST after the GET gets through', async () => {
    const old = new Set<number>();
    const client = await clientOf((response, number, { connection }) => {
      if (number > 3 && old.has(connection)) response.destroy();
      else json(response, 200, { data: { id: 'any' } });
      if (number <= 3) old.add(connection);
    });
    await Promise.all([client.users.show(), client.users.show(), client.users.show()]);
    await client.files.show('a', 'f');
    expect(await client.comments.create('a', 'f', { data: { text: 'x' } })).toEqual({ data: { id: 'any' } });
  });

  it('is replaced in what is left of the time of the call', async () => {
    const clock = testClock();
    const client = await clientOf((response, number) => {
      if (number === 1) return json(response, 200, { data: {} });
      if (number > 2) return; // nobody answers on the new one
      clock.pass(59_950);
      response.destroy();
    }, clock);
    await client.users.show();
    expect(await errorOf(client.users.show())).toMatchObject({ code: 'api_timeout', maybeSent: true });
    expect(server.seen).toHaveLength(3);
  });

  it('and cannot be replaced, leaves in doubt whether a DELETE that was sent over it has had its effect', async () => {
    const client = await clientOf((response, number) => {
      if (number === 1) return json(response, 200, { data: {} });
      response.once('close', () => void server.close());
      response.destroy();
    });
    await client.users.show();
    const error = await errorOf(client.comments.delete('a', 'c'));
    expect(error).toMatchObject({ message: expect.stringContaining('ECONNREFUSED'), maybeSent: true });
  });

  it('fails a POST, which may have had its effect', async () => {
    const client = await clientOf(diesAfterFirst);
    await client.users.show();
    const error = await errorOf(client.comments.create('a', 'f', { data: { text: 'x' } }));
    expect(error).toBeInstanceOf(ApiConnectionError);
    expect(server.seen).toHaveLength(2);
  });
});

it('never names the token', async () => {
  const client = await clientOf((response) => json(response, 401, { errors: [{ detail: 'no' }] }));
  const errors = [
    await errorOf(client.users.show()),
    await errorOf(client.users.show({ abortSignal: AbortSignal.abort() })),
    await errorOf(new FrameioClient({ token: `${TOKEN}\n${TOKEN}`, baseUrl: server.url }).users.show()),
  ];
  for (const error of errors) {
    expect(`${error} ${error.stack} ${JSON.stringify(error)} ${error.cause}`).not.toContain(TOKEN);
  }
});
