import { describe, expect, it } from '@jest/globals';
import type { HandlerReport } from '../../../sandbox/deliveries/delivery-report.ts';
import { formatHandler, formatHandlerLine } from '../../../sandbox/terminal/format-handler.ts';

const HANDLER: HandlerReport = { handlerName: 'slack', status: 'completed', isFailure: false };
const FAILED = { ...HANDLER, status: 'failed', isFailure: true, error: 'TypeError: boom\n  twice' } as const;
const NOW = 1_800_000_000_000;
const TERMINAL = { now: () => NOW, statePath: '.sandbox/state', showsLogs: false };
const LOCATION = { file: 'functions/slack.ts', line: 2, column: 3, frame: '  1 | a\n> 2 |   b\n    |   ^' };
const DEAD_LETTER = {
  ...HANDLER,
  status: 'dead_lettered',
  isFailure: true,
  error: 'PermanentError: never',
  deadLetterId: '3f2a1b0c-2222-4333-8444-555566667777',
} as const;

describe('on one line, a handler', () => {
  it.each([
    { handler: HANDLER, text: 'slack  completed' },
    {
      handler: { ...FAILED, failures: 2, maxAttempts: 12, nextRunAt: NOW + 16_001 },
      text: 'slack  failed: TypeError: boom twice (attempt 2 of 12, next in 17 s)',
    },
    {
      handler: { ...FAILED, failures: 2, nextRunAt: NOW + 600_000 },
      text: 'slack  failed: TypeError: boom twice (attempt 2, next in 10 min)',
    },
    {
      handler: { ...HANDLER, status: 'postponed', error: 'not yet', nextRunAt: NOW + 7_200_000 },
      text: 'slack  postponed: not yet (next in 2 h)',
    },
    { handler: { ...HANDLER, status: 'skipped' }, text: 'slack  skipped, because the app itself caused the event' },
    { handler: { ...HANDLER, status: 'timed_out', isFailure: true }, text: 'slack  timed out' },
    {
      handler: DEAD_LETTER,
      text: 'slack  dead-lettered: PermanentError: never (npm run dlq -- show 3f2a1b0c --sandbox)',
    },
  ] as const)('is $text', ({ handler, text }) => {
    expect(formatHandlerLine(handler, TERMINAL)).toBe(text);
  });

  it('names the state folder of the sandbox, and no command if the sandbox has none', () => {
    const line = (statePath: string | undefined) => formatHandlerLine(DEAD_LETTER, { ...TERMINAL, statePath });
    expect(line('/tmp/my state')).toContain("--sandbox --state '/tmp/my state'");
    expect(line(undefined)).toBe('slack  dead-lettered: PermanentError: never');
  });
});

describe('on several lines, a handler', () => {
  it('shows where the error is, and what happens next', () => {
    const handler = { ...FAILED, location: LOCATION, failures: 1, maxAttempts: 12, nextRunAt: NOW + 5_000 };
    expect(formatHandler(handler, TERMINAL).split('\n')).toEqual([
      '  handler       slack  failed: TypeError: boom twice',
      '                  functions/slack.ts:2:3',
      '                    1 | a',
      '                  > 2 |   b',
      '                      |   ^',
      '                  attempt 1 of 12, next in 5 s',
    ]);
  });

  it('says what it ran for, if no headline does', () => {
    expect(formatHandler(HANDLER, TERMINAL, 'the job render')).toBe(
      '  handler       slack, for the job render  completed',
    );
  });

  it('shows no place for a requested wait', () => {
    const handler = { ...HANDLER, status: 'postponed', location: LOCATION, nextRunAt: NOW + 5_000 } as const;
    expect(formatHandler(handler, TERMINAL).split('\n')[1]?.trim()).toBe('next in 5 s');
  });
});
