import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '../../lib/app/app.ts';
import { COMMENT_EVENTS } from '../../lib/app/self-event-filter.ts';
import { FrameioClient } from '../../lib/client/client.ts';
import { ClientRateLimitError } from '../../lib/client/errors/client-rate-limit-error.ts';
import { ApiTimeoutError } from '../../lib/client/errors/no-response-errors.ts';
import {
  ForbiddenError,
  NotFoundError,
  RateLimitError,
  ServerError,
  UnauthorizedError,
  UnprocessableEntityError,
} from '../../lib/client/errors/status-errors.ts';
import { TokenExchangeError } from '../../lib/client/errors/token-exchange-error.ts';
import {
  HandlerCrashedError,
  HandlerTimeoutError,
  IdempotencyStoreError,
  PermanentError,
  RetryLater,
  SecretNotSetError,
  SecretUnavailableError,
} from '../../lib/core/errors.ts';
import { responseFor } from '../../lib/endpoint/http-response.ts';
import { classifyError } from '../../lib/retry/classify-error.ts';
import { decideRetry, minDelayMs } from '../../lib/retry/decide-retry.ts';
import { type DocumentProject, projectOf, readDocument, rowsOf } from '../support/documents.ts';
import { webhookEvent } from '../support/events.ts';
import { FRAMEWORK_SOURCE } from '../support/framework-source.ts';
import { MemoryLogger } from '../support/memory-logger.ts';
import { WHY_EVENTS_REPEAT } from '../support/repeating-events.ts';
import { type Stage, startStage } from './stage.ts';

const document = readDocument('docs/reliability.md');

describe('the examples', () => {
  let stage: Stage;
  let project: DocumentProject;
  beforeEach(async () => {
    stage = await startStage();
    project = projectOf(document);
  });
  afterEach(async () => {
    await stage.close();
    project.remove();
  });

  /** Runs a handler of the document for a file. */
  async function run(name: 'archive' | 'greet', fileId: string, { isRetry = false, ageMs = 0 } = {}) {
    const { [name]: handle } = await import(join(project.folder, `functions/handlers/${name}.ts`));
    const client = new FrameioClient({ token: stage.frameioState.token, baseUrl: stage.variables.FRAMEIO_BASE_URL });
    const app = new App({
      client,
      logger: new MemoryLogger(),
      idempotencyStore: {
        runOnce: async (_, work) => {
          await work({ isRetry, failures: 0 });
          return { kind: 'completed' };
        },
      },
    });
    app.onWebhook('file.ready', handle);
    const event = { ...webhookEvent(), accountId: stage.frameioState.account.id, resourceId: fileId };
    const [result] = await app.dispatch(event, 3_000, {
      deliveryKey: 'key',
      correlationId: 'id',
      attempt: 1,
      receivedAt: Date.now() - ageMs,
    });
    return result;
  }

  const texts = () => stage.frameioState.commentsOf(stage.file.id).map(({ text }) => text);

  it('archive.ts waits for the file, but not forever', async () => {
    const { id } = stage.frameioState.startUpload({ name: 'Take 2.mov', fileSize: 10 }).file;
    const [first, last] = [await run('archive', id), await run('archive', id, { ageMs: 3_700_000 })];
    expect(first?.error).toBeInstanceOf(RetryLater);
    expect(last?.error).toBeInstanceOf(PermanentError);
  });

  it('greet.ts posts once, even if an earlier attempt posted', async () => {
    for (const isRetry of [false, true, true]) {
      const result = await run('greet', stage.file.id, { isRetry });
      expect(result?.outcome).toBe('completed');
    }
    expect(texts().filter((text) => text === 'Thank you. The file has arrived.')).toHaveLength(1);
  });

  it('functions/app.ts exports an app', async () => {
    expect((await import(join(project.folder, 'functions/app.ts'))).app).toBeInstanceOf(App);
  });
});

describe('the tables', () => {
  it('contain every outcome, with its status', () => {
    const outcomes = /STATUS_OF_OUTCOME = \{([^}]*)\}/.exec(FRAMEWORK_SOURCE)?.[1] ?? '';
    const expected = [...outcomes.matchAll(/(\w+): (\d+),/g)].map(([, outcome, status]) => [outcome, status]);
    const documented = rowsOf(document, 'What Frame.io receives').map(([outcome, status]) => [outcome, status]);
    expect(documented.sort()).toEqual(expected.sort());
    expect(responseFor('completed').statusCode).toBe(200);
  });

  it('contain every event, whether it repeats, and why', () => {
    const expected = Object.entries(WHY_EVENTS_REPEAT).map(([event, [repeats, because]]) => {
      return [event, repeats ? 'yes' : 'no', because];
    });
    expect(rowsOf(document, 'The rule of each event')).toEqual(expected);
  });

  it('contain the comment events that an app skips by default', () => {
    for (const event of COMMENT_EVENTS) expect(document).toContain(`\`${event}\``);
  });

  const retries = rowsOf(document, 'When a handler runs again');

  it('contain the delay after each failure and the number of attempts', () => {
    const waits = retries.filter(([attempt]) => /^\d+$/.test(attempt ?? ''));
    for (const [attempt, atLeast, atMost] of waits) {
      const delays = [0, 1].map((random) => {
        const failed = { outcome: 'failed', error: new Error('x') } as const;
        const decision = decideRetry(failed, { attempt: Number(attempt), maxAttempts: 12, random });
        return decision.kind === 'dead_letter' ? 'dead' : `${minDelayMs(decision) / 1_000} s`;
      });
      expect([attempt, ...delays]).toEqual([attempt, atLeast, atMost]);
    }
    expect(waits).toHaveLength(11);
    expect(FRAMEWORK_SOURCE).toContain('maxAttempts = 12');
  });

  it.each(retries.filter(([, next]) => /^(waits|dead|runs)/.test(next ?? '')))('after %s: %s', (name, next) => {
    const error = errorNamed(name);
    const decision = decideRetry({ outcome: 'failed', error }, { attempt: 1, maxAttempts: 12, random: 0 });
    const meanings = {
      postpone:
        classifyError(error) === 'outage' ? /^waits until the service is back$/ : /^waits for the requested time/,
      rate_limited: /^waits for a slot within the rate limit$/,
      dead_letter: /^dead-letter queue$/,
      retry: /^runs again/,
    };
    expect(next).toMatch(meanings[decision.kind]);
  });
});

/** Returns a sample error of the class. */
function errorNamed(name: string): unknown {
  const call = {
    operation: 'x',
    method: 'GET',
    path: '/',
    status: 500,
    errors: [],
    retryAfterMs: 1,
    isOutcomeUnknown: true,
  };
  const samples: Readonly<Record<string, Error>> = {
    RetryLater: new RetryLater(1),
    RateLimitError: new RateLimitError(call),
    ClientRateLimitError: new ClientRateLimitError('x', 1),
    TokenExchangeError: new TokenExchangeError('x', { retryAfterMs: 1 }),
    ForbiddenError: new ForbiddenError(call),
    NotFoundError: new NotFoundError(call),
    UnprocessableEntityError: new UnprocessableEntityError(call),
    PermanentError: new PermanentError('x'),
    UnauthorizedError: new UnauthorizedError(call),
    ServerError: new ServerError(call),
    ApiTimeoutError: new ApiTimeoutError(call, 1),
    HandlerTimeoutError: new HandlerTimeoutError('x'),
    '`IdempotencyStoreError`, before the handler started': new IdempotencyStoreError('x', { wasHandlerStarted: false }),
    '`IdempotencyStoreError`, after the handler ended': new IdempotencyStoreError('x', { wasHandlerStarted: true }),
    SecretNotSetError: new SecretNotSetError('x'),
    HandlerCrashedError: new HandlerCrashedError(12),
    SecretUnavailableError: new SecretUnavailableError('x'),
    Error: new Error('x'),
  };
  const error = samples[name];
  if (!error) throw new Error(`This test has no sample of ${name}: add one.`);
  return error;
}
