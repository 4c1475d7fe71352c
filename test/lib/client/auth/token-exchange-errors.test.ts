import { describe, expect, it } from '@jest/globals';
import { json } from '../../../support/scripted-server.ts';
import { authAgainst, DAY_SECONDS, type Responder, tokens } from './scripted-ims.ts';

describe('while Adobe IMS is down', () => {
  const down: Responder = (response) => response.writeHead(503).end('Service unavailable');

  it('waits longer after every failure, and rejects calls at once meanwhile', async () => {
    const { auth, clock, ims } = await authAgainst(down);
    for (const waitMs of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      const requests = ims.seen.length;
      await expect(auth.get()).rejects.toMatchObject({
        code: 'token_exchange_failed',
        status: 503,
        retryAfterMs: waitMs,
      });
      clock.advance(waitMs - 1);
      await expect(auth.get()).rejects.toMatchObject({
        code: 'token_exchange_failed',
        message: 'Adobe IMS answered the token request with 503. The next request is sent in 1 ms or later.',
        status: 503,
        retryAfterMs: 1,
      });
      clock.advance(1);
      expect(ims.seen).toHaveLength(requests + 1);
    }
  });

  it('waits for retry-after', async () => {
    const { auth } = await authAgainst((response) => response.writeHead(429, { 'retry-after': '90' }).end());
    await expect(auth.get()).rejects.toMatchObject({ status: 429, retryAfterMs: 90_000 });
  });

  it('waits for retry-after for five minutes at most', async () => {
    const { auth, clock } = await authAgainst((response, number, request) =>
      number === 1 ? response.writeHead(429, { 'retry-after': '99999999' }).end() : tokens(response, number, request),
    );
    await expect(auth.get()).rejects.toMatchObject({ status: 429, retryAfterMs: 300_000 });
    clock.advance(300_000);
    expect(await auth.get()).toBe('token-2');
  });

  it('waits for its own time if retry-after is shorter', async () => {
    const { auth, clock } = await authAgainst((response) => response.writeHead(503, { 'retry-after': '1' }).end());
    for (const waitMs of [1_000, 2_000, 4_000]) {
      await expect(auth.get()).rejects.toMatchObject({ retryAfterMs: waitMs });
      clock.advance(waitMs);
    }
  });

  it('waits for a second again after a success', async () => {
    const { auth, clock } = await authAgainst((response, number, request) =>
      number === 3 ? tokens(response, number, request) : down(response, number, request),
    );
    for (const waitMs of [1_000, 2_000]) {
      await expect(auth.get()).rejects.toMatchObject({ retryAfterMs: waitMs });
      clock.advance(waitMs);
    }
    expect(await auth.get()).toBe('token-3');
    clock.advance(DAY_SECONDS * 1_000);
    await expect(auth.get()).rejects.toMatchObject({ retryAfterMs: 1_000 });
  });

  it('returns a token that has not expired', async () => {
    const { auth, clock } = await authAgainst((response, number, request) =>
      number === 1 ? tokens(response, number, request) : down(response, number, request),
    );
    await auth.get();
    clock.advance((DAY_SECONDS - 100) * 1_000);
    expect(await auth.get()).toBe('token-1');
    clock.advance(100_000);
    await expect(auth.get()).rejects.toMatchObject({ code: 'token_exchange_failed' });
  });

  it('requests a token again after the wait', async () => {
    const { auth, clock } = await authAgainst((response, number, request) =>
      number === 1 ? down(response, number, request) : tokens(response, number, request),
    );
    await expect(auth.get()).rejects.toMatchObject({ retryAfterMs: 1_000 });
    clock.advance(1_000);
    expect(await auth.get()).toBe('token-2');
  });

  it('rejects if the connection is refused', async () => {
    const { auth, ims } = await authAgainst(down);
    await ims.close();
    await expect(auth.get()).rejects.toMatchObject({
      code: 'token_exchange_failed',
      message: 'Adobe IMS did not answer the token request.',
      status: undefined,
      retryAfterMs: 1_000,
      cause: { code: 'api_connection_failed' },
    });
  });
});

it.each([
  { name: 'wrong credentials', status: 400, body: '{"error":"invalid_client"}', reason: 'invalid_client' },
  { name: 'a response that is not JSON', status: 200, body: '<html>', reason: undefined },
  { name: 'an error with a token', status: 500, body: '{"access_token":"canary"}', reason: undefined },
  { name: 'a token that is not text', status: 200, body: '{"access_token":["canary"]}', reason: undefined },
  { name: 'a response without a token', status: 200, body: '{"access_token":""}', reason: undefined },
  { name: 'a response that is null', status: 200, body: 'null', reason: undefined },
  { name: 'a response that is a number', status: 200, body: '7', reason: undefined },
  { name: 'an error text with a space', status: 400, body: '{"error":"a canary"}', reason: undefined },
  {
    name: 'an error text that may hold a secret',
    status: 400,
    body: '{"error":"canary-client-secret!"}',
    reason: undefined,
  },
])('rejects without a secret in the error, for $name', async ({ status, body, reason }) => {
  const { auth } = await authAgainst((response) => response.writeHead(status).end(body));
  const error = await auth.get().catch((failure: unknown) => failure);
  expect(error).toMatchObject({ code: 'token_exchange_failed', status, reason });
  expect(`${error} ${JSON.stringify(error)}`).not.toContain('canary');
});

it('names the error code of Adobe IMS', async () => {
  const { auth } = await authAgainst((response) => json(response, 403, { error: 'access_denied' }));
  const message = 'Adobe IMS answered the token request with 403 (access_denied).';
  await expect(auth.get()).rejects.toMatchObject({ message });
});

it.each([
  { status: 400, hint: true },
  { status: 401, hint: true },
  { status: 403, hint: false },
  { status: 503, hint: false },
])('names the credentials as a possible cause of $status: $hint', async ({ status, hint }) => {
  const { auth } = await authAgainst((response) => response.writeHead(status).end());
  const text = 'Check the client id, the client secret';
  const message = hint ? expect.stringContaining(text) : expect.not.stringContaining(text);
  await expect(auth.get()).rejects.toMatchObject({ status, message });
});
