import { describe, expect, it, jest } from '@jest/globals';
import { App } from '../../../lib/app/app.ts';
import { ConfigError } from '../../../lib/core/errors.ts';
import { webhookEvent } from '../../support/events.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const BUDGET_MS = 1_000;
const makeApp = () => new App({ logger: new MemoryLogger() });

describe('middleware', () => {
  it('runs around every handler, the first registered outermost', async () => {
    const steps: string[] = [];
    const step = (name: string) => async (_: unknown, next: () => Promise<void>) => {
      steps.push(`${name} in`);
      await next();
      steps.push(`${name} out`);
    };
    const app = makeApp().use(step('outer')).use(step('inner'));
    app.onWebhook('file.ready', () => void steps.push('handler'));
    await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(steps).toEqual(['outer in', 'inner in', 'handler', 'inner out', 'outer out']);
  });

  it('skips the handler if it does not call next()', async () => {
    const app = makeApp().use(() => undefined);
    app.onWebhook('file.ready', () => Promise.reject(new Error('must not run')));
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome: 'completed' }]);
  });

  it.each([
    { name: 'the failure', endHandler: () => Promise.reject(new Error('late')), outcome: 'failed' },
    { name: 'the success', endHandler: () => Promise.resolve(), outcome: 'completed' },
  ])('ends with $name of the handler if it does not await next()', async ({ endHandler, outcome }) => {
    const app = makeApp().use((_, next) => void next());
    app.onWebhook('file.ready', async () => {
      await new Promise(setImmediate);
      await endHandler();
    });
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome }]);
  });

  it('does not run the handler if it calls next() after it has ended, and logs an error', async () => {
    const logger = new MemoryLogger();
    let runs = 0;
    let lateNext: Promise<void> | undefined;
    const app = new App({ logger }).use((_, next) => {
      lateNext = new Promise(setImmediate).then(next);
    });
    app.onWebhook('file.ready', () => {
      runs += 1;
    });
    await app.dispatch(webhookEvent(), BUDGET_MS);
    await lateNext;
    expect(runs).toBe(0);
    expect(logger.lines).toMatchObject([{ level: 'error', message: expect.stringContaining('handler skipped') }]);
  });

  it('ends only after the handler if it fails earlier', async () => {
    let hasRun = false;
    const app = makeApp().use((_, next) => {
      void next();
      throw new Error('middleware');
    });
    app.onWebhook('file.ready', async () => {
      await new Promise(setImmediate);
      hasRun = true;
    });
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome: 'failed' }]);
    expect(hasRun).toBe(true);
  });

  it('leaves no unhandled rejection if it awaits something else than next()', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const app = makeApp().use(async (_, next) => {
      void next();
      await new Promise(setImmediate);
      await new Promise(setImmediate);
    });
    app.onWebhook('file.ready', () => Promise.reject(new Error('at once')));
    expect(await app.dispatch(webhookEvent(), BUDGET_MS)).toMatchObject([{ outcome: 'failed' }]);
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('runs the handler once and fails if it calls next() twice', async () => {
    let runs = 0;
    const app = makeApp().use(async (_, next) => {
      await next();
      await next();
    });
    app.onWebhook('file.ready', () => {
      runs += 1;
    });
    const [result] = await app.dispatch(webhookEvent(), BUDGET_MS);
    expect(runs).toBe(1);
    expect(result).toMatchObject({ outcome: 'failed', error: expect.any(ConfigError) });
  });
});
