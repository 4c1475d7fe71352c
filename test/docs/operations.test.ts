import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { parseArguments } from '../../cli/dlq/parse-arguments.ts';
import { App } from '../../lib/app/app.ts';
import { COMMENT_EVENTS } from '../../lib/app/self-event-filter.ts';
import {
  ApiTimeoutError,
  ClientRateLimitError,
  ForbiddenError,
  FrameioClient,
  NotFoundError,
  RateLimitError,
  ServerError,
  TokenExchangeError,
  UnauthorizedError,
  UnprocessableEntityError,
} from '../../lib/client/index.ts';
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
import { METRICS } from '../../lib/observability/metrics.ts';
import { classifyError } from '../../lib/retry/classify-error.ts';
import { decideRetry, minDelayMs } from '../../lib/retry/decide-retry.ts';
import { blocksOf, type DocumentProject, projectOf, readDocument } from '../support/documents.ts';
import { webhookEvent } from '../support/events.ts';
import { MemoryLogger } from '../support/memory-logger.ts';
import { WHY_EVENTS_REPEAT } from '../support/repeating-events.ts';
import { type Stage, startStage } from './stage.ts';

jest.setTimeout(60_000);

const document = readDocument('docs/operations.md');

/** Returns the rows of a section's tables as cells, without the header rows and without code quotes. */
function rowsOf(section: string): readonly (readonly string[])[] {
  const text = document.split(`\n## ${section}\n`)[1]?.split('\n## ')[0] ?? '';
  return text
    .split('\n')
    .filter((line, number, lines) => line.startsWith('| ') && !lines[number + 1]?.startsWith('|---'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')),
    );
}

/** The source text of the whole framework. */
const source = readdirSync(fileURLToPath(new URL('../../lib', import.meta.url)), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => readFileSync(join(fileURLToPath(new URL('../../lib', import.meta.url)), path), 'utf8'))
  .join('\n');

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
    const client = new FrameioClient({
      token: stage.frameioState.token,
      baseUrl: stage.variables.FRAMEIO_BASE_URL,
    });
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

  it('compile', async () => {
    expect(await project.compile()).toEqual({ exitCode: 0, output: '' });
  });

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
    expect(texts().filter((text) => text === 'Thank you, it has arrived.')).toHaveLength(1);
  });

  it('self-events.ts exports an app', async () => {
    expect((await import(join(project.folder, 'functions/self-events.ts'))).app).toBeInstanceOf(App);
  });

  it('npm run dlq accepts the commands', () => {
    const lines = blocksOf(document, 'sh').flatMap((block) => block.trim().split('\n'));
    expect(lines.length).toBeGreaterThan(0);
    for (const line of lines)
      expect(() => parseArguments(line.replace('npm run dlq -- ', '').split(' '))).not.toThrow();
  });
});

describe('the tables', () => {
  it('contain every outcome, with its status', () => {
    const outcomes = /STATUS_OF_OUTCOME = \{([^}]*)\}/.exec(source)?.[1] ?? '';
    const expected = [...outcomes.matchAll(/(\w+): (\d+),/g)].map(([, outcome, status]) => [outcome, status]);
    const documented = rowsOf('Delivery modes').map(([outcome, status]) => [outcome, status]);
    expect(documented.sort()).toEqual(expected.sort());
    expect(responseFor('completed').statusCode).toBe(200);
  });

  it('contain every event, whether it repeats, and why', () => {
    const expected = Object.entries(WHY_EVENTS_REPEAT).map(([event, [repeats, because]]) => {
      return [event, repeats ? 'again' : 'once', because];
    });
    expect(rowsOf('What counts as the same event')).toEqual(expected);
  });

  it('contain the comment events that an app skips by default', () => {
    for (const event of COMMENT_EVENTS) expect(document).toContain(`\`${event}\``);
  });

  it('contain every metric, with its unit and its reason dimension', () => {
    const expected = Object.entries(METRICS).map(([name, unit]) => {
      const byReason = new RegExp(`record\\('${name}', \\d, \\S+\\)`).test(source);
      return [name, unit, byReason ? 'reason' : ''];
    });
    const rows = rowsOf('Metrics');
    expect(rows.map(([name, unit, by]) => [name, unit, by])).toEqual(expected);
    for (const [, , , meaning, when] of rows) expect([meaning, when]).not.toContain('');
  });

  it('contain the delay after each failure and the number of attempts', () => {
    const waits = rowsOf('Waits').filter(([attempt]) => /^\d+$/.test(attempt ?? ''));
    for (const [attempt, atLeast, atMost] of waits) {
      const delays = [0, 1].map((random) => {
        const failed = { outcome: 'failed', error: new Error('x') } as const;
        const decision = decideRetry(failed, { attempt: Number(attempt), maxAttempts: 12, random });
        return decision.kind === 'dead_letter' ? 'dead' : `${minDelayMs(decision) / 1_000} s`;
      });
      expect([attempt, ...delays]).toEqual([attempt, atLeast, atMost]);
    }
    expect(waits).toHaveLength(11);
    expect(source).toContain('maxAttempts = 12');
  });

  it.each(rowsOf('Waits').filter(([, then]) => /^(waits|dead|runs)/.test(then ?? '')))('after %s: %s', (name, then) => {
    const error = errorNamed(name);
    const decision = decideRetry({ outcome: 'failed', error }, { attempt: 1, maxAttempts: 12, random: 0 });
    const meanings = {
      postpone: classifyError(error) === 'outage' ? /^waits until it is back$/ : /^waits as long as it says/,
      rate_limited: /^waits for its place in line$/,
      dead_letter: /^dead-letter queue$/,
      retry: /^runs again/,
    };
    expect(then).toMatch(meanings[decision.kind]);
  });

  it.each(rowsOf('The dead-letter queue').filter(([code]) => code !== 'any other'))('%s is an error code', (code) => {
    const written = readDocument('cli/dlq/dead-letter.ts') + source;
    expect(written).toMatch(new RegExp(`'${code}'`));
  });

  it('contain every message that the framework logs', () => {
    const logged = [...source.matchAll(/logger\??\.\w+\(\s*'([^']+)'/g)].map(([, message = '']) => message);
    expect(logged.length).toBeGreaterThan(10);
    const documented = rowsOf('Logs').flatMap(([cell = '']) => cell.split('`, `'));
    expect(logged.filter((message) => !documented.includes(message))).toEqual([]);
  });

  it('contain only messages and fields that the framework logs', () => {
    const rows = rowsOf('Logs');
    const messages = rows.filter((row) => row.length === 3).flatMap(([cell = '']) => cell.split('`, `'));
    expect(messages.length).toBeGreaterThan(10);
    for (const message of messages) {
      const isLogged = source.includes(`'${message}'`);
      expect({ message, isLogged }).toEqual({ message, isLogged: true });
    }
    for (const [cell = ''] of rows.filter((row) => row.length === 2)) {
      for (const field of cell.split('`, `')) expect(source).toMatch(new RegExp(`\\b${field}\\b`));
    }
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
    '`IdempotencyStoreError`, before the handler has begun': new IdempotencyStoreError('x', {
      wasHandlerStarted: false,
    }),
    '`IdempotencyStoreError`, after the handler has ended': new IdempotencyStoreError('x', {
      wasHandlerStarted: true,
    }),
    SecretNotSetError: new SecretNotSetError('x'),
    HandlerCrashedError: new HandlerCrashedError(12),
    SecretUnavailableError: new SecretUnavailableError('x'),
    Error: new Error('x'),
  };
  const error = samples[name];
  if (!error) throw new Error(`This test has no sample of ${name}: add one.`);
  return error;
}
