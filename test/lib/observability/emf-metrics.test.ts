import { afterEach, beforeEach, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { EmfMetrics } from '../../../lib/observability/emf-metrics.ts';
import { METRICS, type MetricName, type MetricsRecorder } from '../../../lib/observability/metrics.ts';
import { type EmfDatum, readEmf } from '../../support/emf.ts';
import { withEnvironment } from '../../support/environment.ts';
import { PowertoolsMetrics } from '../../support/powertools-metrics.ts';

interface Measurement {
  readonly name: MetricName;
  readonly value: number;
  readonly reason?: string | undefined;
}

const METRIC_NAMES = Object.keys(METRICS).filter((name): name is MetricName => name in METRICS);

let restoreEnvironment: () => void;

beforeEach(() => {
  restoreEnvironment = withEnvironment({ POWERTOOLS_SERVICE_NAME: 'the-service', POWERTOOLS_DEV: undefined });
});

afterEach(() => {
  restoreEnvironment();
  jest.restoreAllMocks();
});

/** Records measurements. Returns what CloudWatch reads on standard output. */
function published(metrics: MetricsRecorder, measurements: readonly Measurement[]): readonly EmfDatum[] {
  let text = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += chunk;
    return true;
  });
  for (const { name, value, reason } of measurements) metrics.record(name, value, reason);
  metrics.publish();
  jest.restoreAllMocks();
  return text.split('\n').filter(Boolean).flatMap(readEmf);
}

it('writes totals and values by reason in the embedded metric format', () => {
  const common = { namespace: 'FrameioLambda', name: 'DeliveriesUnauthorized', unit: 'Count' };
  const measurements: readonly Measurement[] = [
    { name: 'DeliveriesUnauthorized', value: 1, reason: 'mismatch' },
    { name: 'DeliveriesUnauthorized', value: 1, reason: 'timestamp_stale' },
    { name: 'HandlerDuration', value: 12.5 },
  ];
  expect(published(new EmfMetrics(), measurements)).toEqual([
    { ...common, dimensions: { service: 'the-service' }, values: [1, 1] },
    {
      ...common,
      dimensions: { service: 'the-service' },
      name: 'HandlerDuration',
      unit: 'Milliseconds',
      values: [12.5],
    },
    { ...common, dimensions: { service: 'the-service', reason: 'mismatch' }, values: [1] },
    { ...common, dimensions: { service: 'the-service', reason: 'timestamp_stale' }, values: [1] },
  ]);
});

it('writes the same metrics as Powertools for any measurements', () => {
  const measurement = fc.record({
    name: fc.constantFrom(...METRIC_NAMES),
    value: fc.double({ min: 0, max: 1e12, noNaN: true }),
    reason: fc.option(fc.constantFrom('mismatch', 'timestamp_stale'), { nil: undefined }),
  });
  fc.assert(
    fc.property(fc.array(measurement, { maxLength: 300, size: 'max' }), (measurements) => {
      const own = published(new EmfMetrics('Some/Namespace'), measurements);
      expect(valuesBySeries(own)).toEqual(
        valuesBySeries(published(new PowertoolsMetrics('Some/Namespace'), measurements)),
      );
    }),
    { numRuns: 50 },
  );
});

it('starts another line when a metric has more than 100 values', () => {
  const measurements = Array.from({ length: 250 }, (_, value): Measurement => ({ name: 'HandlerDuration', value }));
  const data = published(new EmfMetrics(), measurements);
  expect(data.map(({ values }) => values.length)).toEqual([100, 100, 50]);
  expect(data.flatMap(({ values }) => values)).toEqual(measurements.map(({ value }) => value));
});

it('writes nothing without measurements, and each measurement once', () => {
  const metrics = new EmfMetrics();
  expect(published(metrics, [])).toEqual([]);
  expect(published(metrics, [{ name: 'DeliveriesReceived', value: 1 }])).toHaveLength(1);
  expect(published(metrics, [])).toEqual([]);
});

/** Groups values by series, as CloudWatch does: by namespace, name, unit and dimensions. */
function valuesBySeries(data: readonly EmfDatum[]): ReadonlyMap<string, readonly number[]> {
  const series = new Map<string, readonly number[]>();
  for (const { values, ...about } of data) {
    const key = JSON.stringify({ ...about, dimensions: Object.entries(about.dimensions).toSorted() });
    series.set(key, [...(series.get(key) ?? []), ...values]);
  }
  return series;
}
