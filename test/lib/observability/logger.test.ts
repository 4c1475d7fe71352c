import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { PermanentError } from '../../../lib/core/errors.ts';
import type { HandlerContext } from '../../../lib/dispatch/handler-context.ts';
import { withEnvironment } from '../../support/environment.ts';
import { webhookEvent } from '../../support/events.ts';
import { captureOutput } from '../../support/standard-output.ts';

const CANARY = 'canary-of-a-token';

let output: ReturnType<typeof captureOutput>;
let restoreEnvironment: () => void;
beforeEach(() => {
  restoreEnvironment = withEnvironment({ POWERTOOLS_DEV: undefined, POWERTOOLS_LOG_LEVEL: 'DEBUG' });
  output = captureOutput();
});
afterEach(() => {
  output.restore();
  restoreEnvironment();
});

/** Runs a handler. Returns the lines of the default logger, as text and parsed. */
async function linesOf(handle: (context: HandlerContext) => unknown) {
  const app = new App().onWebhook('*', async (context) => void (await handle(context)));
  await app.dispatch(webhookEvent(), 1_000);
  output.restore();
  const lines = output.lines();
  return { text: lines.join('\n'), lines: lines.map((line) => JSON.parse(line)) };
}

/** Returns an error like those of HTTP clients, which contain the request's headers. */
function httpError() {
  const config = { headers: { Authorization: CANARY } };
  return Object.assign(new Error('Request failed with status code 401'), { config, request: { config } });
}

const fail = (thrown: unknown) => () => {
  throw thrown;
};

class Response {
  readonly headers = { 'set-cookie': CANARY };
  readonly status = 401;
}

describe('the default logger', () => {
  it.each<[string, (context: HandlerContext) => unknown]>([
    ['throws an error with its request', fail(httpError())],
    ['throws an error with such a cause', fail(new Error('Not posted', { cause: httpError() }))],
    ['throws an object', fail({ config: { headers: { 'x-any-header': CANARY } } })],
    ['throws a text', fail(CANARY)],
    ['logs an error with its request', ({ logger }) => logger.warn('tried', { error: httpError() })],
    ['logs such an error in an object', ({ logger }) => logger.warn('tried', { tries: [{ error: httpError() }] })],
    ['logs an object with a token', ({ logger }) => logger.info('called', { request: { access_token: CANARY } })],
    ['logs an instance with a cookie', ({ logger }) => logger.info('called', { response: new Response() })],
    ['logs a message with a token', ({ logger }) => logger.debug(`called with Bearer ${CANARY}`)],
  ])('writes no secret when a handler %s', async (_, handle) => {
    const { text, lines } = await linesOf(handle);
    expect(text).not.toContain(CANARY);
    expect(lines.length).toBeGreaterThan(0);
  });

  it('writes name, message, stack, code and cause of an error', async () => {
    const { lines } = await linesOf(fail(new PermanentError('No such preset.', { cause: httpError() })));
    expect(lines).toMatchObject([
      {
        level: 'ERROR',
        message: 'handler failed',
        error: {
          name: 'PermanentError',
          code: 'permanent',
          message: 'No such preset.',
          stack: expect.stringContaining('logger.test.ts'),
          cause: { name: 'Error', message: 'Request failed with status code 401' },
        },
      },
    ]);
  });

  it('writes an error in place of attributes under the name error', async () => {
    const { lines } = await linesOf(({ logger }) => logger.warn('tried', Object(httpError())));
    const error = { name: 'Error', message: 'Request failed with status code 401' };
    expect(lines).toMatchObject([{ message: 'tried', error }]);
  });

  it('redacts only the secrets in what a handler logs', async () => {
    const at = new Date(0);
    const { lines } = await linesOf(({ logger }) => logger.info('received', { at, count: 2n, sizes: [1, { mb: 2 }] }));
    expect(lines).toMatchObject([{ message: 'received', at: at.toJSON(), count: '2', sizes: [1, { mb: 2 }] }]);
  });

  it.each<[string, object]>([
    [
      'cannot be read',
      {
        get size() {
          throw new Error('not readable');
        },
      },
    ],
    ['holds itself', Object.assign(Object.create(null), { name: 'x' })],
  ])('continues when a logged value %s', async (_, value) => {
    Object.defineProperty(value, 'self', { enumerable: true, value });
    const { lines } = await linesOf(({ logger }) => logger.info('received', { value }));
    expect(lines).toMatchObject([{ message: 'received' }]);
  });
});
