import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { deliveryKey } from '../../../lib/idempotency/delivery-key.ts';
import type { HandlerReport } from '../../../sandbox/deliveries/delivery-report.ts';
import type { WebhookBody } from '../../../sandbox/frameio/webhooks/webhook-sender.ts';
import { DeliveryHistory } from '../../../sandbox/history/delivery-history.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };

const BODY: WebhookBody = { ...fileReady, type: 'file.ready' };
const RUNS_AT = Date.UTC(2026, 10, 23, 12);

let path: string;
let now: number;
let history: DeliveryHistory;
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'history-')), 'deliveries.journal');
  now = Date.UTC(2026, 10, 23);
  history = open();
});
afterEach(() => history.close());

function open(options: { maxDeliveries?: number } = {}): DeliveryHistory {
  const nameOf = ({ id }: { id: string }) => (id === BODY.resource.id ? 'Take 1.mov' : undefined);
  return new DeliveryHistory({ now: () => now, nameOf, path, ...options });
}

/** Starts a new run of the sandbox with the same file. */
function restart(options: { maxDeliveries?: number } = {}): void {
  history.close();
  history = open(options);
}

function start(id: string): void {
  const delivery = {
    id,
    body: BODY,
    text: JSON.stringify(BODY),
    url: 'http://x',
    isChosenUrl: false,
    forgery: null,
    replayOf: null,
  };
  history.handle({ kind: 'delivery_started', delivery });
}

function send(deliveryId: string, number = 1): void {
  const sent = { number, timestamp: '1763856000', signature: 'v0=1', isCold: number === 1 };
  history.handle({ kind: 'delivery_sent', deliveryId, type: 'file.ready', ...sent });
}

const ATTEMPT = { number: 1, durationMs: 12, timestamp: '1763856000' };
const ACCEPTED = { ...ATTEMPT, status: 202, body: 'queued', requestId: 'request-1' };

function report(deliveryId: string, handler: Partial<HandlerReport> = {}, isAccepted = true) {
  const handlers = [{ handlerName: 'slack', status: 'completed', isFailure: false, ...handler } as const];
  return history.handle({
    kind: 'delivery_reported',
    report: { deliveryId, body: BODY, attempt: ACCEPTED, isAccepted, handlers, log: [] },
  });
}

function logLine(fields: object): void {
  history.handle({ kind: 'function_logged', functionName: 'endpoint', line: JSON.stringify(fields) });
}

it('records a delivery from its start to the end of its handlers', () => {
  start('00000001');
  now += 5;
  send('00000001');
  expect(history.find('00000001')).toMatchObject([{ status: 'in_progress', attempts: [{ status: null }] }]);
  history.handle({ kind: 'delivery_attempted', deliveryId: '00000001', attempt: ACCEPTED });
  const { delivery } = report('00000001', {
    status: 'failed',
    isFailure: true,
    error: 'No',
    failures: 1,
    nextRunAt: RUNS_AT,
  });
  expect(delivery).toEqual({
    id: '00000001',
    isChosenUrl: false,
    kind: 'webhook',
    type: 'file.ready',
    resource: { ...BODY.resource, name: 'Take 1.mov' },
    url: 'http://x',
    status: 'waiting',
    startedAt: '2026-11-23T00:00:00.000Z',
    updatedAt: '2026-11-23T00:00:00.005Z',
    attempts: [
      {
        number: 1,
        sentAt: '2026-11-23T00:00:00.005Z',
        timestamp: '1763856000',
        isCold: true,
        status: 202,
        durationMs: 12,
        response: 'queued',
        error: null,
        requestId: 'request-1',
      },
    ],
    nextAttemptAt: null,
    handlers: [
      {
        name: 'slack',
        status: 'failed',
        isFailure: true,
        error: 'No',
        location: null,
        failures: 1,
        maxAttempts: null,
        deadLetterId: null,
        nextRunAt: '2026-11-23T12:00:00.000Z',
      },
    ],
    reply: null,
    forgery: null,
    replayOf: null,
  });
});

it('knows when each attempt of an action was sent', () => {
  const about = { deliveryId: '00000001', actionKey: 'publish', interactionId: 'i' };
  const sent = {
    url: 'http://x',
    isChosenUrl: false,
    body: '{}',
    forgery: null,
    replayOf: null,
    timestamp: '1',
    signature: 'v0=1',
  };
  history.handle({ kind: 'action_sent', sent: { ...about, ...sent, step: 'click', resources: [] } });
  const attempts = [
    { ...ATTEMPT, status: undefined, error: 'no response within 7 s', sentAt: now },
    { ...ACCEPTED, number: 2, sentAt: now + 8_000 },
  ];
  history.handle({ kind: 'action_replied', replied: { ...about, attempts, reply: { kind: 'none' } } });
  expect(history.find('00000001')[0]?.attempts).toMatchObject([
    { number: 1, sentAt: '2026-11-23T00:00:00.000Z' },
    { number: 2, sentAt: '2026-11-23T00:00:08.000Z' },
  ]);
});

describe('the calls of a function', () => {
  const handler = {
    handlerName: 'slack',
    attempt: 2,
    deliveryKey: deliveryKey({ body: JSON.stringify(BODY), timestamp: '1763856000' }),
  };
  const call = { method: 'POST', path: '/v4/accounts/a/files/f/comments', status: 201 };
  const details = { durationMs: 7, response: '{"data":{"text":"Checked."},"secret":"abc"}' };
  const markedBy = (caller: string) => ({ ...details, headers: { 'x-frameio-sandbox-caller': caller } });
  const callBy = (caller: string) => history.handle({ kind: 'api_called', call, details: markedBy(caller) });

  it('belong to the delivery of the handler that made them, also after a restart', () => {
    start('00000001');
    send('00000001');
    start('00000002');
    restart();
    expect(callBy(encodeURIComponent(JSON.stringify(handler)))).toEqual({ addedTo: '00000001' });
    restart();
    expect(history.find('00000001')[0]?.calls).toEqual([
      {
        startedAt: '2026-11-22T23:59:59.993Z',
        ...call,
        operation: 'comments.create',
        durationMs: 7,
        response: '{"data":{"text":"Checked."},"secret":"[hidden]"}',
        handler: 'slack',
        attempt: 2,
        comment: 'Checked.',
      },
    ]);
  });

  it('belong to the only delivery in progress if no handler made them', () => {
    start('00000001');
    expect(callBy('')).toEqual({ addedTo: '00000001' });
    expect(history.find('00000001')[0]?.calls).toMatchObject([{ handler: null, attempt: null }]);
    start('00000002');
    expect(callBy('')).toEqual({});
  });

  it('do not include the calls of other programs', () => {
    start('00000001');
    expect(history.handle({ kind: 'api_called', call, details: { ...details, headers: {} } })).toEqual({});
  });
});

it.each([
  { handler: {}, isAccepted: true, status: 'completed' },
  { handler: { status: 'dead_lettered', isFailure: true }, isAccepted: true, status: 'failed' },
  { handler: { status: 'queued', nextRunAt: RUNS_AT }, isAccepted: true, status: 'waiting' },
  { handler: { status: 'not_started', isFailure: true }, isAccepted: false, status: 'refused' },
] as const)('a delivery with such handlers is $status', ({ handler, isAccepted, status }) => {
  start('00000001');
  expect(report('00000001', handler, isAccepted)).toMatchObject({ delivery: { status } });
});

it('records when Frame.io sends the next attempt', () => {
  start('00000001');
  send('00000001');
  const attempt = { ...ATTEMPT, status: undefined, error: 'no response within 5000 ms' };
  history.handle({ kind: 'delivery_attempted', deliveryId: '00000001', attempt });
  history.handle({ kind: 'delivery_delayed', deliveryId: '00000001', until: RUNS_AT });
  expect(history.find('00000001')).toMatchObject([
    { nextAttemptAt: '2026-11-23T12:00:00.000Z', attempts: [{ status: null, error: attempt.error }] },
  ]);
  send('00000001', 2);
  expect(history.find('00000001')).toMatchObject([{ nextAttemptAt: null, attempts: [{}, { number: 2 }] }]);
});

describe('a log line', () => {
  it('with the id of a request belongs to its delivery, also before the response', () => {
    start('00000001');
    start('00000002');
    logLine({ message: 'before', correlation_id: 'request-1' });
    logLine({ message: 'of another', correlation_id: 'request-2' });
    send('00000001');
    history.handle({ kind: 'delivery_attempted', deliveryId: '00000001', attempt: ACCEPTED });
    logLine({ message: 'after', correlation_id: 'request-1' });
    const [delivery] = history.find('00000001');
    expect(delivery?.log.map((line) => JSON.parse(line).message)).toEqual(['before', 'after']);
  });

  it('without an id belongs to the only delivery in progress', () => {
    start('00000001');
    logLine({ message: 'hello' });
    start('00000002');
    logLine({ message: 'ambiguous' });
    expect(history.list().map(({ log }) => log.length)).toEqual([0, 1]);
  });
});

describe('after a restart', () => {
  it('has the deliveries with their log lines', () => {
    start('00000001');
    send('00000001');
    history.handle({ kind: 'delivery_attempted', deliveryId: '00000001', attempt: ACCEPTED });
    logLine({ message: 'one', correlation_id: 'request-1' });
    report('00000001');
    const before = history.list();
    restart();
    expect(history.list()).toEqual(before);
    logLine({ message: 'of the worker', correlation_id: 'request-1' });
    restart();
    expect(history.find('00000001')[0]?.log).toHaveLength(2);
  });

  it('marks a delivery that has not ended', () => {
    start('00000001');
    restart();
    expect(history.list()).toMatchObject([{ status: 'interrupted' }]);
  });

  it('skips a line that was not written to its end', () => {
    start('00000001');
    appendFileSync(path, '{"kind":"delivery","deli');
    restart();
    expect(history.list()).toHaveLength(1);
  });
});

it('keeps the newest deliveries, and a file of bounded size', () => {
  restart({ maxDeliveries: 2 });
  for (let number = 1; number <= 100; number += 1) start(String(number).padStart(8, '0'));
  expect(history.list().map(({ id }) => id)).toEqual(['00000100', '00000099']);
  expect(readFileSync(path, 'utf8').split('\n').length).toBeLessThanOrEqual(62);
  restart({ maxDeliveries: 2 });
  expect(history.list().map(({ id }) => id)).toEqual(['00000100', '00000099']);
});
