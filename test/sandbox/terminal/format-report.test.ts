import { expect, it } from '@jest/globals';
import type { DeliveryReport, HandlerReport } from '../../../sandbox/deliveries/delivery-report.ts';
import { formatHandler, formatResult } from '../../../sandbox/terminal/format-report.ts';

const HANDLER: HandlerReport = { handlerName: 'slack', status: 'completed', isFailure: false };
const today = new Date();
today.setHours(9, 8, 7, 0);

it.each([
  { handler: HANDLER, text: 'slack  completed' },
  {
    handler: { ...HANDLER, status: 'failed', isFailure: true, error: 'boom\n  twice', nextRunAt: today.getTime() },
    text: 'slack  failed: boom twice (runs again at 09:08:07)',
  },
  {
    handler: { ...HANDLER, status: 'postponed', error: 'not yet', nextRunAt: new Date(2_000, 1, 3, 4, 5, 6).getTime() },
    text: 'slack  postponed: not yet (runs again at 2000-02-03 04:05:06)',
  },
  { handler: { ...HANDLER, status: 'skipped' }, text: 'slack  skipped, because the app itself caused the event' },
  { handler: { ...HANDLER, status: 'timed_out', isFailure: true }, text: 'slack  timed out' },
  { handler: { ...HANDLER, status: 'dead_lettered', error: 'never' }, text: 'slack  dead-lettered: never' },
] as const)('formats $text', ({ handler, text }) => {
  expect(formatHandler(handler)).toBe(text);
});

function report(type: 'file.ready' | 'comment.created', changes: Partial<DeliveryReport>): DeliveryReport {
  const ids = { account: { id: 'a' }, project: { id: 'p' }, user: { id: 'u' }, workspace: { id: 'w' } };
  return {
    deliveryId: 'd',
    body: { ...ids, resource: { id: 'r', type: 'file' }, type },
    attempt: { number: 1, durationMs: 5, timestamp: '1', status: 200, body: '' },
    isAccepted: true,
    handlers: [HANDLER],
    log: [],
    ...changes,
  };
}

it('formats the result of every delivery, and the totals', () => {
  const refused = { number: 1, durationMs: 5, timestamp: '1', status: 503, body: '' };
  const text = formatResult(
    [
      report('file.ready', { handlers: [HANDLER, { ...HANDLER, handlerName: 'late', status: 'postponed' }] }),
      report('comment.created', { handlers: [] }),
      report('file.ready', { isAccepted: false, attempt: refused, handlers: [], log: ['signing secrets unavailable'] }),
    ],
    1,
  );
  expect(text.split('\n').map((line) => line.trimEnd())).toEqual([
    '',
    'Result',
    '  file.ready       slack  completed',
    '  file.ready       late  postponed',
    '  comment.created  no handler listens to comment.created',
    '  file.ready       refused  the endpoint responded 503',
    '  file.ready       log  signing secrets unavailable',
    '',
    '  3 deliveries, 1 refused; 1 handler completed; 1 handler postponed; 1 comment posted',
  ]);
});
