import { afterEach, describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import { FrameioApiError } from '../../../../lib/client/errors/frameio-api-error.ts';
import {
  BadRequestError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  RateLimitError,
  RequestTimeoutError,
  ServerError,
  UnauthorizedError,
  UnprocessableEntityError,
} from '../../../../lib/client/errors/status-errors.ts';
import { json, type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';

const TOKEN = 'canary-token-fio-u-123';
let server: ScriptedServer;

async function clientOf(respond: Parameters<typeof scriptedServer>[0]) {
  server = await scriptedServer(respond);
  return new FrameioClient({ token: TOKEN, baseUrl: server.url, maxRetries: 0 });
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
  const details = 'Invalid value: Unexpected field: foo (/data/foo)';
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
  ])('$status rejects with the code $code and the details of the body', async ({ status, ErrorClass, code }) => {
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
      message: expect.stringContaining(`POST /v4/accounts/a/files/f/comments answered ${status}: ${details}`),
    });
  });

  it('keeps the details it can read, if the errors have another form', async () => {
    const errors = ['no', null, { detail: 7 }, { detail: 'yes', source: null }];
    const client = await clientOf((response) => json(response, 400, { errors }));
    expect(await errorOf(client.users.show())).toMatchObject({ status: 400, errors: [{ detail: 'yes' }] });
  });
});

it('never contains the token in an error', async () => {
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
