import { describe, expect, it } from '@jest/globals';
import type { DeliveryReport } from '../../../sandbox/deliveries/delivery-report.ts';
import { FrameioState } from '../../../sandbox/frameio/state/frameio-state.ts';
import { formatNames } from '../../../sandbox/persistence/state-folder.ts';
import { sampleEvent } from '../../../sandbox/sample-event.ts';
import type { SandboxEvent } from '../../../sandbox/sandbox-event.ts';
import { toPrintableJson } from '../../../sandbox/terminal/escape-controls.ts';
import { formatResult } from '../../../sandbox/terminal/format-report.ts';
import { formatEvent } from '../../../sandbox/terminal/reporter.ts';

/** Clears the screen, sets the window's title, returns to the start of the line, and reverses the text. */
const HOSTILE = '\u001b[2J\u001b]0;owned\u0007\rx\u009b31m\u202e\u007f';

const state = new FrameioState();
const file = state.addFile({ name: HOSTILE, fileSize: 1 });
const attempt = { number: 1, durationMs: 1, timestamp: '1' };
const handler = { handlerName: 'slack', status: 'failed', isFailure: true, error: HOSTILE } as const;

const interaction = { deliveryId: 'd', actionKey: HOSTILE, interactionId: HOSTILE };
const sentAs = { timestamp: '1', signature: 'v0=1', isChosenUrl: true, forgery: null, replayOf: null };
const request = { ...sentAs, url: HOSTILE, body: HOSTILE };
const message = { kind: 'message', title: HOSTILE, description: HOSTILE } as const;
const fields = [{ type: 'text', name: HOSTILE, label: HOSTILE }] as const;

function report(changes: Partial<DeliveryReport> = {}): DeliveryReport {
  const body = sampleEvent('file.ready', state, file);
  return {
    deliveryId: 'd',
    body,
    attempt: { ...attempt, status: undefined, error: HOSTILE },
    isAccepted: false,
    handlers: [handler],
    log: [HOSTILE],
    ...changes,
  };
}

const TERMINAL = { now: Date.now, statePath: HOSTILE, showsLogs: true };
const location = { file: HOSTILE, line: 1, column: 1, frame: `> 1 | ${HOSTILE}` };
const attemptOfHandler = {
  handlerName: HOSTILE,
  attempt: 1,
  deliveryKey: undefined,
  eventType: HOSTILE,
  resourceId: HOSTILE,
};
const event = {
  type: 'file.ready',
  resource: { id: file.id, type: 'file' },
  project: undefined,
  workspace: state.workspace,
  user: state.uploader,
} as const;

const EVENTS: readonly SandboxEvent[] = [
  { kind: 'file_event', event: { ...event, file }, isDelivered: false },
  {
    kind: 'api_called',
    call: { method: 'GET', path: `/v4/${HOSTILE}`, status: 404 },
    details: { headers: {}, durationMs: 1, response: undefined },
  },
  { kind: 'delivery_attempted', deliveryId: 'd', attempt: { ...attempt, status: 200, body: HOSTILE } },
  { kind: 'delivery_attempted', deliveryId: 'd', attempt: { ...attempt, status: undefined, error: HOSTILE } },
  { kind: 'comment_posted', file, text: HOSTILE },
  { kind: 'action_sent', sent: { step: 'click', ...interaction, ...request, resources: [] } },
  { kind: 'action_replied', replied: { ...interaction, attempts: [], reply: message } },
  { kind: 'action_replied', replied: { ...interaction, attempts: [], reply: { ...message, kind: 'form', fields } } },
  { kind: 'action_replied', replied: { ...interaction, attempts: [], reply: { kind: 'error', reason: HOSTILE } } },
  { kind: 'batch_processed', result: { messages: [], completedIds: [], error: HOSTILE } },
  { kind: 'delivery_reported', report: report() },
  { kind: 'handler_reported', handler: { ...handler, location }, report: report() },
  { kind: 'message_reported', subject: HOSTILE, handlers: [handler] },
  { kind: 'function_failed', functionName: 'worker', error: HOSTILE, location },
  { kind: 'handler_blocked', handler: attemptOfHandler, location },
  { kind: 'function_logged', functionName: 'worker', line: HOSTILE },
  { kind: 'function_logged', functionName: 'worker', line: HOSTILE, handler: attemptOfHandler },
  {
    kind: 'function_logged',
    functionName: 'worker',
    line: JSON.stringify({ level: 'INFO', message: HOSTILE, [HOSTILE]: [HOSTILE] }),
  },
];

const CONTROLS = /[^\P{Cc}\n]|\p{Bidi_Control}/u;

describe('text with control characters', () => {
  it.each(EVENTS)('is harmless in $kind', (event) => {
    const text = formatEvent(event, TERMINAL) ?? '';
    expect(text).not.toMatch(CONTROLS);
    expect(text).toContain('\\u{1b}[2J');
  });

  it('is harmless in the result of --once', () => {
    expect(formatResult([report(), report({ isAccepted: true })], 1, TERMINAL)).not.toMatch(CONTROLS);
  });

  it('is harmless as the name of an entry in the state folder', () => {
    expect(formatNames([HOSTILE])).not.toMatch(CONTROLS);
  });

  it('stays the same JSON', () => {
    const json = toPrintableJson({ name: `${HOSTILE}\n\t` });
    expect(json).not.toMatch(CONTROLS);
    expect(JSON.parse(json)).toEqual({ name: `${HOSTILE}\n\t` });
  });
});
