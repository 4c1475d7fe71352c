import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { EmfMetrics } from '../../../lib/observability/emf-metrics.ts';
import { METRICS, type MetricName, type MetricsRecorder } from '../../../lib/observability/metrics.ts';
import { type EmfDatum, readEmf } from '../../support/emf.ts';
import { withEnvironment } from '../../support/environment.ts';
import { PowertoolsMetrics } from '../../support/powertools-metrics.ts';
import { captureOutput } from '../../support/standard-output.ts';

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

describe('publish with a log line', () => {
  const LINE = { level: 'warn', message: 'event queued for retry', attributes: { type: 'file.ready' } } as const;

  /** Publishes the measurements with the line. Returns what is written, and whether that includes the line. */
  function publishWithLine(metrics: EmfMetrics, measurements: readonly Measurement[]) {
    const output = captureOutput();
    for (const { name, value, reason } of measurements) metrics.record(name, value, reason);
    const isLineWritten = metrics.publish(LINE);
    output.restore();
    return { isLineWritten, lines: output.lines().map((line) => JSON.parse(line)) };
  }

  const own = () => new EmfMetrics(undefined, { writesLogLines: true });
  const received: Measurement = { name: 'DeliveriesReceived', value: 1 };

  it('writes the line and the measurements as one', () => {
    const { isLineWritten, lines } = publishWithLine(own(), [received]);
    expect(isLineWritten).toBe(true);
    expect(lines).toMatchObject([
      { level: 'WARN', message: 'event queued for retry', type: 'file.ready', DeliveriesReceived: [1] },
    ]);
    expect(Date.parse(lines[0].timestamp)).toBe(lines[0]._aws.Timestamp);
  });

  it('writes one line for a reason with the values of all reasons', () => {
    const { isLineWritten, lines } = publishWithLine(own(), [{ ...received, reason: 'mismatch' }]);
    expect(isLineWritten).toBe(true);
    expect(lines).toMatchObject([{ message: 'event queued for retry', reason: 'mismatch' }]);
  });

  it.each<{ name: string; metrics: EmfMetrics; measurements: readonly Measurement[] }>([
    { name: 'the logger writes it', metrics: new EmfMetrics(), measurements: [received] },
    { name: 'there is no measurement', metrics: own(), measurements: [] },
    {
      name: 'the values of a reason differ from those of all reasons',
      metrics: own(),
      measurements: [received, { ...received, reason: 'mismatch' }],
    },
    {
      name: 'the values of one of two metrics of a reason differ from those of all reasons',
      metrics: own(),
      measurements: [
        { ...received, reason: 'mismatch' },
        { name: 'SecretsUnusable', value: 1, reason: 'mismatch' },
        { name: 'SecretsUnusable', value: 1 },
      ],
    },
    {
      name: 'there are several reasons',
      metrics: own(),
      measurements: [
        { ...received, reason: 'mismatch' },
        { ...received, reason: 'timestamp_stale' },
      ],
    },
  ])('leaves the line to the logger if $name', ({ metrics, measurements }) => {
    const { isLineWritten, lines } = publishWithLine(metrics, measurements);
    expect(isLineWritten).toBe(false);
    expect(lines.filter(({ message }) => message !== undefined)).toEqual([]);
  });

  it('writes an error in the line with its message, stack and fields', () => {
    const error = Object.assign(new Error('down'), { code: 'E_DOWN' });
    const output = captureOutput();
    const metrics = own();
    metrics.record('DeliveriesReceived', 1);
    metrics.publish({ ...LINE, attributes: { error } });
    output.restore();
    expect(output.lines().map((line) => JSON.parse(line))).toMatchObject([
      { error: { message: 'down', code: 'E_DOWN', stack: error.stack } },
    ]);
  });
});

it('names the service service_undefined if the variable is empty, as Powertools does', () => {
  process.env.POWERTOOLS_SERVICE_NAME = '';
  expect(published(new EmfMetrics(), [{ name: 'DeliveriesReceived', value: 1 }])).toMatchObject([
    { dimensions: { service: 'service_undefined' } },
  ]);
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
