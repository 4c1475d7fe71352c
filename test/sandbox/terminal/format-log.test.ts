import { expect, it } from '@jest/globals';
import { formatLog } from '../../../sandbox/terminal/format-log.ts';

const HANDLER = {
  handlerName: 'slack',
  attempt: 1,
  deliveryKey: 'key',
  eventType: 'file.ready',
  resourceId: '12345678-1111-4111-8111-111111111111',
};
const ENTRY = {
  level: 'ERROR',
  message: 'handler failed',
  timestamp: '2026-01-02T03:04:05.678Z',
  service: 'frameio-lambda',
  sampling_rate: 0,
  handler: 'slack',
  error: { name: 'TypeError', message: 'boom', stack: 'long', location: 'functions/slack.ts:2' },
};
const METRICS = { _aws: { CloudWatchMetrics: [{ Metrics: [{ Name: 'HandlersFailed' }] }] }, HandlersFailed: [1] };

const format = (line: unknown, { handler = false, showsAll = false } = {}) =>
  formatLog(
    {
      kind: 'function_logged',
      functionName: 'worker',
      line: typeof line === 'string' ? line : JSON.stringify(line),
      ...(handler && { handler: HANDLER }),
    },
    showsAll,
  )?.trim();

it('names the handler and its event before what the handler prints', () => {
  expect(format('hello', { handler: true })).toBe('log           slack, file.ready 12345678…  hello');
});

it('names the function before what no handler prints', () => {
  expect(format('hello')).toBe('log           worker  hello');
});

it('shows what a handler logs as one line, without what is said before', () => {
  const entry = { ...ENTRY, level: 'INFO', message: 'posted', error: undefined, event_type: 'file.ready', size: 3 };
  expect(format(entry, { handler: true })).toBe('log           slack, file.ready 12345678…  INFO posted size=3');
});

it("shows the framework's entries on request, each as one line", () => {
  const line =
    'log           worker  ERROR handler failed handler=slack error="TypeError: boom (functions/slack.ts:2)"';
  expect(format(ENTRY, { showsAll: true })).toBe(line);
  expect(format({ ...ENTRY, ...METRICS }, { showsAll: true })).toBe(line);
  expect(format(ENTRY)).toBeUndefined();
});

it('shows no metrics', () => {
  expect(format(METRICS, { showsAll: true })).toBeUndefined();
});

it('shows JSON that is no log entry as it is', () => {
  expect(format('{"a":1}', { handler: true })).toMatch(/ {2}\{"a":1\}$/);
});
