import { expect, it } from '@jest/globals';
import type { DeliveryReport, HandlerReport } from '../../../sandbox/deliveries/delivery-report.ts';
import { formatResult } from '../../../sandbox/terminal/format-report.ts';

const HANDLER: HandlerReport = { handlerName: 'slack', status: 'completed', isFailure: false };
const TERMINAL = { now: Date.now, statePath: undefined, showsLogs: false };

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
    TERMINAL,
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
