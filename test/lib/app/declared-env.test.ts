import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import type { EnvDeclaration } from '../../../lib/app/declared-env.ts';
import { ConfigError } from '../../../lib/core/errors.ts';
import { withEnvironment } from '../../support/environment.ts';
import { webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const BUDGET_MS = 1_000;

let restore: () => void;
beforeEach(() => {
  restore = withEnvironment({ CHANNEL: undefined, LIMIT: undefined, DRY_RUN: undefined });
});
afterEach(() => restore());

const appWith = (env: EnvDeclaration) => new App({ env, logger: new MemoryLogger() });

/** Returns the values that a handler of the app receives, or what reading them throws. */
async function envOf(env: EnvDeclaration): Promise<unknown> {
  let values: unknown;
  const app = appWith(env).onWebhook('file.ready', (context) => {
    values = context.env;
  });
  const [result] = await app.dispatch(webhookEvent(), BUDGET_MS);
  return values ?? result?.error;
}

describe('env of a handler context', () => {
  it.each<{ name: string; declared: EnvDeclaration; variables: Record<string, string>; expected: object }>([
    {
      name: 'a string as it is set',
      declared: { CHANNEL: 'string' },
      variables: { CHANNEL: ' #dailies ' },
      expected: { CHANNEL: ' #dailies ' },
    },
    { name: 'a number', declared: { LIMIT: 'number' }, variables: { LIMIT: ' 2.5\n' }, expected: { LIMIT: 2.5 } },
    { name: 'true', declared: { DRY_RUN: 'boolean' }, variables: { DRY_RUN: 'true' }, expected: { DRY_RUN: true } },
    { name: 'false', declared: { DRY_RUN: 'boolean' }, variables: { DRY_RUN: 'false' }, expected: { DRY_RUN: false } },
    {
      name: 'the default of a variable that is not set',
      declared: { LIMIT: { type: 'number', default: 0 }, DRY_RUN: { type: 'boolean', default: false } },
      variables: {},
      expected: { LIMIT: 0, DRY_RUN: false },
    },
    {
      name: 'the default of an empty variable',
      declared: { CHANNEL: { type: 'string', default: '#all' } },
      variables: { CHANNEL: ' ' },
      expected: { CHANNEL: '#all' },
    },
    {
      name: 'the variable before its default',
      declared: { LIMIT: { type: 'number', default: 10 } },
      variables: { LIMIT: '0' },
      expected: { LIMIT: 0 },
    },
  ])('holds $name', async ({ declared, variables, expected }) => {
    Object.assign(process.env, variables);
    expect(await envOf(declared)).toEqual(expected);
  });

  it('throws one error for all variables that are missing or malformed, with how to set them', async () => {
    process.env.LIMIT = 'ten';
    process.env.DRY_RUN = 'yes';
    const error = await envOf({
      CHANNEL: { type: 'string', description: 'Slack channel' },
      LIMIT: 'number',
      DRY_RUN: 'boolean',
    });
    expect(error).toBeInstanceOf(ConfigError);
    expect(error).toMatchObject({
      message:
        'The app declares environment variables that are missing or malformed: CHANNEL (Slack channel) is not set; LIMIT must be a number, but is "ten"; DRY_RUN must be true or false, but is "yes". Set them in the prop "environment" of FrameioStack or FrameioWebhook, or in .env for a local run.',
    });
  });

  it('is read at each use', async () => {
    const seen: unknown[] = [];
    const app = appWith({ CHANNEL: 'string' }).onWebhook('*', ({ env }) => void seen.push(env.CHANNEL));
    process.env.CHANNEL = 'first';
    await app.dispatch(webhookEvent(), BUDGET_MS);
    process.env.CHANNEL = 'second';
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(seen).toEqual(['first', 'second']);
  });

  it('reaches middleware and error handlers', async () => {
    process.env.CHANNEL = '#dailies';
    const seen: unknown[] = [];
    const app = appWith({ CHANNEL: 'string' })
      .use(async ({ env }, next) => {
        seen.push(['middleware', env.CHANNEL]);
        await next();
      })
      .onError((_, { env }) => void seen.push(['error handler', env.CHANNEL]))
      .onWebhook('file.ready', () => Promise.reject(new Error('failed')));
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(seen).toEqual([
      ['middleware', '#dailies'],
      ['error handler', '#dailies'],
    ]);
  });

  it('is empty for an app without declarations', async () => {
    expect(await envOf({})).toEqual({});
  });
});

describe('new App() refuses', () => {
  it.each(['AWS_REGION', 'LAMBDA_TASK_ROOT', 'POWERTOOLS_LOG_LEVEL', 'QUEUE_URL', 'IDEMPOTENCY_TABLE', 'NODE_OPTIONS'])(
    'the reserved variable %s',
    (name) => {
      expect(() => appWith({ [name]: 'string' })).toThrow(ConfigError);
      expect(() => appWith({ [name]: 'string' })).toThrow(`The environment variable ${name} is reserved`);
    },
  );

  it.each(['', 'A', '1ST', '_HANDLER', 'MY-CHANNEL', 'MY CHANNEL', 'CHANNEL='])('the invalid name %j', (name) => {
    expect(() => appWith({ [name]: 'string' })).toThrow(/is not a valid name of an environment variable/);
  });
});
