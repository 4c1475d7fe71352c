import { expect, it } from '@jest/globals';
import type { ActionReply } from '../../../sandbox/frameio/actions/action-reply.ts';
import { formatRepliedAction, formatSentAction } from '../../../sandbox/terminal/format-action.ts';

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const FILE = { id: ID, type: 'file' } as const;
const SENT = { actionKey: 'studio.archive', interactionId: 'i-1', signature: `v0=${'a'.repeat(64)}` };
const ATTEMPT = { number: 1, durationMs: 7, timestamp: '1', status: 200, body: '' };

it.each([
  {
    sent: { ...SENT, step: 'click', resources: [FILE] },
    text: 'click         studio.archive on file 0f8fad5b…, interaction i-1, signed v0=aaaaaaaaaaaa…',
  },
  {
    sent: { ...SENT, step: 'click', resources: [FILE, FILE] },
    text: 'click         studio.archive on 2 resources, interaction i-1, signed v0=aaaaaaaaaaaa…',
  },
  {
    sent: { ...SENT, step: 'submission', resources: [FILE] },
    text: 'submit        studio.archive of interaction i-1, signed v0=aaaaaaaaaaaa…',
  },
] as const)('formats the line: $text', ({ sent, text }) => {
  expect(formatSentAction(sent).trim()).toBe(text);
});

const FIELDS = [
  { type: 'text', name: 'note', label: 'Note' },
  { type: 'text', name: 'tier', label: 'Tier' },
] as const;

it.each<{ reply: ActionReply; attempts: number; text: string }>([
  {
    reply: { kind: 'message', title: 'Archived', description: 'It is\nsafe.' },
    attempts: 1,
    text: 'reply         message after 7 ms  “Archived”: It is safe.',
  },
  {
    reply: { kind: 'form', title: 'Archive', description: 'Where?', fields: FIELDS },
    attempts: 1,
    text: 'reply         form after 7 ms  “Archive”: Where? Fields: note, tier',
  },
  {
    reply: { kind: 'form', title: 'Archive', description: 'Check these fields: Tier.\n\nWhere?', fields: FIELDS },
    attempts: 1,
    text: 'reply         form after 7 ms  “Archive”: Check these fields: Tier. Fields: note, tier',
  },
  { reply: { kind: 'none' }, attempts: 1, text: 'reply         none after 7 ms' },
  {
    reply: { kind: 'error', reason: 'The endpoint responded 500.' },
    attempts: 6,
    text: 'reply         error after 6 attempts in 42 ms  The endpoint responded 500.',
  },
])('formats the line: $text', ({ reply, attempts, text }) => {
  const replied = { ...SENT, attempts: Array.from({ length: attempts }, () => ATTEMPT), reply };
  expect(formatRepliedAction(replied).trim()).toBe(text);
});
