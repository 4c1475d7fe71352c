import { beforeEach, describe, expect, it } from '@jest/globals';
import { FunctionLog, MAX_OUTCOMES } from '../../../sandbox/deliveries/function-log.ts';

let log: FunctionLog;
beforeEach(() => {
  log = new FunctionLog();
});

const line = (fields: object) => log.add(JSON.stringify({ level: 'INFO', correlation_id: 'request', ...fields }));

const of = (...correlationIds: string[]) => ({ correlationIds, deliveryKeys: ['key'] });

describe('outcomeOf', () => {
  it('is the last outcome of the handler', () => {
    line({ message: 'handler timed out', level: 'ERROR', handler: 'slack', error: { message: 'late' } });
    line({ message: 'handler failed', level: 'ERROR', handler: 'slack', error: { message: 'boom' } });
    line({ message: 'handler failed', level: 'ERROR', handler: 'other', error: 'thrown text' });
    expect(log.outcomeOf('slack', of('earlier', 'request'))).toEqual({
      status: 'failed',
      isFailure: true,
      error: 'boom',
    });
    expect(log.outcomeOf('other', of('request'))).toMatchObject({ error: 'thrown text' });
  });

  it('is no failure for a requested wait, and one for an outage', () => {
    line({ message: 'handler postponed', handler: 'waits', error: { message: 'not yet' } });
    line({ message: 'handler postponed', level: 'ERROR', handler: 'fails', error: { message: 'no token' } });
    expect(log.outcomeOf('waits', of('request'))).toMatchObject({ status: 'postponed', isFailure: false });
    expect(log.outcomeOf('fails', of('request'))).toMatchObject({ status: 'postponed', isFailure: true });
  });

  it('applies a skipped self event to every handler', () => {
    line({ message: 'self event skipped' });
    expect(log.outcomeOf('any', of('request'))).toEqual({ status: 'skipped', isFailure: false });
  });

  it('forgets the oldest outcomes', () => {
    const failed = { message: 'handler failed', handler: 'slack' };
    line({ ...failed, correlation_id: 'oldest' });
    line({ ...failed, correlation_id: 'repeated' });
    for (let number = 2; number < MAX_OUTCOMES; number += 1) line({ ...failed, correlation_id: String(number) });
    line({ ...failed, correlation_id: 'repeated' });
    line({ ...failed, correlation_id: 'newest' });
    const ids = ['oldest', 'repeated', 'newest'];
    expect(ids.map((id) => log.outcomeOf('slack', of(id))?.status)).toEqual([undefined, 'failed', 'failed']);
  });

  it('is undefined for other deliveries and other lines', () => {
    line({ message: 'event completed', handler: 'slack' });
    line({ message: 'handler failed', handler: 'slack', correlation_id: 'another' });
    log.add('not JSON');
    expect(log.outcomeOf('slack', of('request'))).toBeUndefined();
  });
});

it('problemsSince describes warnings, errors and lines of other programs', () => {
  line({ message: 'before', level: 'ERROR' });
  const position = log.position;
  line({ message: 'fine' });
  line({ message: 'signature verification failed', level: 'WARN', reason: 'mismatch' });
  line({ message: 'endpoint failed', level: 'ERROR', error: { message: 'no queue' } });
  log.add('SyntaxError: x');
  expect(log.problemsSince(position)).toEqual([
    'signature verification failed: mismatch',
    'endpoint failed: no queue',
    'SyntaxError: x',
  ]);
});
