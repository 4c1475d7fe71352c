import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { answerKey } from '../../../lib/actions/answer-key.ts';
import { App, endpointHandler, form, MemoryStore, message, text, wizard } from '../../../lib/index.ts';
import { ACTION_SECRET, actionRequest, INTERACTION, readAnswer } from '../../support/action-requests.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

const NOW = 1_795_000_000_000;
const HOUR_MS = 3_600_000;
const ARCHIVE = { name: 'Archive', description: 'Moves the file to cold storage' };
const DONE = message('Archived', 'The file is in cold storage.');
const QUESTION = form({ title: 'Archive', description: 'Why?', fields: { note: text({ label: 'Note' }) } });
const ATTRIBUTES = {
  action: 'studio.archive',
  interaction_id: INTERACTION.interaction_id,
  correlation_id: expect.any(String),
};
const ANSWER_KEY = `action-answer:${answerKey(INTERACTION.interaction_id, undefined)}`;

/** A submission with the ids of the interaction only, as Frame.io's guide shows it. */
const SUBMISSION = { account_id: undefined, workspace: undefined, resource: undefined, data: { note: 'a' } };

let logger: MemoryLogger;
let store: MemoryStore;
let recorded: unknown[][];
beforeEach(() => {
  jest.useFakeTimers({ now: NOW, doNotFake: ['nextTick', 'setImmediate', 'queueMicrotask'] });
  logger = new MemoryLogger();
  store = new MemoryStore();
  recorded = [];
});
afterEach(() => void jest.useRealTimers());

/** A new process of an app. All processes share the store. */
function makeApp(): App {
  const metrics = { record: (...values: unknown[]) => void recorded.push(values), publish: () => undefined };
  return new App({ logger, metrics, store, actionSigningSecrets: ACTION_SECRET });
}

/** Sends a request to an app, which takes up to `takesMs`. */
async function answerOf(app: App, change: object = {}, takesMs = 0) {
  const answer = (await endpointHandler(app))(actionRequest(change, { receivedAt: Date.now() }));
  await jest.advanceTimersByTimeAsync(takesMs);
  return readAnswer(await answer);
}

describe('the log of a custom action', () => {
  it('has a line for the answer and for a repeat', async () => {
    const app = makeApp().onAction('studio.archive', ARCHIVE, () => DONE);
    await answerOf(app);
    await answerOf(app);
    expect(logger.lines).toEqual([
      { level: 'info', message: 'custom action answered', attributes: ATTRIBUTES },
      { level: 'info', message: 'custom action repeated', attributes: ATTRIBUTES },
    ]);
  });

  it('has the error if no handler started', async () => {
    const failure = new Error('no connection');
    store.putIfAbsent = () => Promise.reject(failure);
    const app = makeApp().onAction('studio.archive', ARCHIVE, () => DONE);
    expect(await answerOf(app)).toMatchObject({ status: 503 });
    const attributes = { ...ATTRIBUTES, error: expect.objectContaining({ message: 'no connection' }) };
    expect(logger.lines).toEqual([{ level: 'error', message: 'custom action not started', attributes }]);
  });
});

describe('a request that another process works on', () => {
  const work = (lockedUntil: number) => ({ status: 'in_progress', attempt: 'other', lockedUntil, hasStarted: true });

  it('gets no answer while the other process may still run its handler', async () => {
    await store.put(ANSWER_KEY, work(NOW + 15_000));
    const app = makeApp().onAction('studio.archive', ARCHIVE, () => DONE);
    expect(await answerOf(app, {}, 5_000)).toMatchObject({ status: 503 });
    expect(logger.lines).toEqual([
      { level: 'warn', message: 'custom action in progress in another process', attributes: ATTRIBUTES },
    ]);
  });

  it('is locked until 10 s after the time for the answer, because clocks differ', async () => {
    const records: unknown[] = [];
    const app = makeApp().onAction('studio.archive', ARCHIVE, async () => {
      records.push(await store.get(ANSWER_KEY));
      return DONE;
    });
    await answerOf(app);
    expect(records).toEqual([{ ...work(NOW + 15_000), attempt: expect.any(String) }]);
  });
});

describe('the time of a handler', () => {
  it('ends 1.3 s before the person stops waiting, with a message that has a reference', async () => {
    const app = makeApp().onAction('studio.archive', ARCHIVE, () => new Promise(() => undefined));
    const { status, body } = await answerOf(app, {}, 3_700);
    expect({ status, body }).toEqual({
      status: 200,
      body: { title: 'Archive', description: expect.stringMatching(/^This takes longer than expected.* Reference: ./) },
    });
    expect(recorded).toContainEqual(['HandlersFailed', 1]);
  });

  it('is recorded in milliseconds', async () => {
    const app = makeApp().onAction('studio.archive', ARCHIVE, async () => {
      await new Promise((resolve) => setTimeout(resolve, 250));
      return DONE;
    });
    await answerOf(app, {}, 250);
    expect(recorded).toContainEqual(['HandlerDuration', 250]);
    expect(recorded).toContainEqual(['HandlersCompleted', 1]);
  });
});

it('a handler that returns no message fails', async () => {
  const errors: unknown[] = [];
  const app = makeApp().onAction('studio.archive', ARCHIVE, () => JSON.parse('null'));
  app.onError((error) => void errors.push(error));
  expect(await answerOf(app)).toMatchObject({ body: { description: expect.stringContaining('This did not work.') } });
  expect(errors).toMatchObject([{ code: 'config_error', message: expect.stringContaining('returned no message') }]);
});

it('the first request of an interaction reads nothing of earlier requests', async () => {
  const reads: string[] = [];
  const { get } = store;
  store.get = async (key) => {
    reads.push(key);
    return await get.call(store, key);
  };
  await answerOf(makeApp().onAction('studio.archive', ARCHIVE, () => DONE));
  expect(reads).toEqual([]);
});

describe('a submission', () => {
  const withForm = () => makeApp().onAction('studio.archive', { ...ARCHIVE, form: QUESTION }, () => DONE);

  it('belongs to the request of the day before', async () => {
    await answerOf(withForm());
    jest.setSystemTime(NOW + 24 * HOUR_MS - 1_000);
    expect(await answerOf(withForm(), SUBMISSION)).toMatchObject({ body: { title: 'Archived' } });
  });

  it('gets a message if the form has expired, and the log has a line', async () => {
    await answerOf(withForm());
    logger.lines.length = 0;
    jest.setSystemTime(NOW + 24 * HOUR_MS);
    expect(await answerOf(withForm(), SUBMISSION)).toEqual({
      status: 200,
      body: { title: 'Archive', description: 'This form has expired. Close it and run the action again.' },
    });
    expect(logger.lines).toContainEqual({
      level: 'warn',
      message: 'custom action without its first request',
      attributes: { correlation_id: expect.any(String) },
    });
  });
});

describe('a form that the store does not keep', () => {
  const failure = new Error('no connection');
  beforeEach(() => {
    const { put } = store;
    store.put = async (key, ...rest) => {
      if (key.startsWith('action-interaction:')) throw failure;
      await put.call(store, key, ...rest);
    };
  });

  it('is shown nevertheless, because a submission has the ids in most cases', async () => {
    const app = makeApp().onAction('studio.archive', { ...ARCHIVE, form: QUESTION }, () => DONE);
    expect(await answerOf(app)).toMatchObject({ body: { description: 'Why?' } });
    const attributes = {
      correlation_id: expect.any(String),
      error: expect.objectContaining({ message: failure.message }),
    };
    expect(logger.lines).toContainEqual({ level: 'error', message: 'interaction not stored', attributes });
  });

  it('is not shown if it is a later step of a wizard, because the data of the earlier steps is lost', async () => {
    const next = form({ title: 'Archive', description: 'Sure?', fields: { reason: text({ label: 'Reason' }) } });
    const steps = wizard(QUESTION).step(() => next);
    const app = makeApp().onAction('studio.archive', { ...ARCHIVE, form: steps }, () => DONE);
    expect(await answerOf(app, { data: { note: 'a' } })).toMatchObject({
      body: { description: expect.stringContaining('This did not work.') },
    });
  });
});
