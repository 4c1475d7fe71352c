import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { defaultMetrics } from '../../../lib/observability/default-metrics.ts';
import { EmfMetrics } from '../../../lib/observability/emf-metrics.ts';
import { NO_METRICS } from '../../../lib/observability/metrics.ts';
import { withEnvironment } from '../../support/environment.ts';
import { MemoryLogger } from '../../support/memory-logger.ts';
import { captureOutput } from '../../support/standard-output.ts';

let restore: () => void;
let output: ReturnType<typeof captureOutput>;
beforeEach(() => {
  restore = withEnvironment({ AWS_LAMBDA_FUNCTION_NAME: 'endpoint' });
  output = captureOutput();
});
afterEach(() => {
  output.restore();
  restore();
});

const LINE = { level: 'info', message: 'event completed', attributes: { type: 'file.ready' } } as const;

it('writes the metrics on Lambda, and the line with them if the app has no logger of its own', () => {
  const metrics = defaultMetrics(undefined);
  expect(metrics).toBeInstanceOf(EmfMetrics);
  metrics.record('DeliveriesReceived', 1);
  expect(metrics.publish(LINE)).toBe(true);
  expect(output.lines().map((line) => JSON.parse(line))).toMatchObject([{ message: 'event completed' }]);
});

it('leaves the line to the logger of the app', () => {
  const metrics = defaultMetrics(new MemoryLogger());
  metrics.record('DeliveriesReceived', 1);
  expect(metrics.publish(LINE)).toBe(false);
  expect(output.lines().map((line) => JSON.parse(line))).not.toMatchObject([{ message: 'event completed' }]);
});

it('discards the metrics outside Lambda', () => {
  delete process.env.AWS_LAMBDA_FUNCTION_NAME;
  expect(defaultMetrics(undefined)).toBe(NO_METRICS);
});
