import { beforeEach, describe, expect, it } from '@jest/globals';
import { NO_METRICS, neverThrowing } from '../../../lib/observability/metrics.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';

let logger: MemoryLogger;
beforeEach(() => {
  logger = new MemoryLogger();
});

const LINE = { level: 'info', message: 'event completed', attributes: {} } as const;

describe('neverThrowing', () => {
  it('passes on every measurement and the line, and returns whether the recorder wrote the line', () => {
    const calls: unknown[] = [];
    const recorder = {
      record: (...measurement: unknown[]) => void calls.push(measurement),
      publish: (line?: object) => calls.push(line) > 0,
    };
    const metrics = neverThrowing(recorder, logger);
    metrics.record('SecretsUnusable', 2, 'url');
    expect(metrics.publish(LINE)).toBe(true);
    expect(calls).toEqual([['SecretsUnusable', 2, 'url'], LINE]);
  });

  it('logs what a recorder throws', () => {
    const error = new Error('no network');
    const fail = () => {
      throw error;
    };
    const metrics = neverThrowing({ record: fail, publish: fail }, logger);
    metrics.record('ApiCalls', 1);
    expect(metrics.publish()).toBeUndefined();
    const line = { level: 'error', message: 'metrics failed', attributes: { error } };
    expect(logger.lines).toEqual([line, line]);
  });

  it('logs the rejection of a promise that a recorder returns', async () => {
    const error = new Error('no network');
    const published = neverThrowing(
      { record: () => undefined, publish: () => Promise.reject(error) },
      logger,
    ).publish();
    await expect(published).rejects.toBe(error);
    expect(logger.lines).toEqual([{ level: 'error', message: 'metrics failed', attributes: { error } }]);
  });

  it('leaves the recorder without metrics as it is', () => {
    expect(neverThrowing(NO_METRICS, logger)).toBe(NO_METRICS);
    expect(NO_METRICS.publish(LINE)).toBeUndefined();
  });
});
