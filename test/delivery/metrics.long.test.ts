import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { METRICS } from '../../lib/observability/metrics.ts';
import type { ApiFault } from '../support/api-faults.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { type EmfDatum, readEmf } from '../support/emf.ts';

/** Sums by metric, and by metric and reason. For a duration, the number of values. */
type Counts = Readonly<Record<string, number>>;

let deployment: DeploymentUnderTest;
let fileId: string;
let apiCalls: number;

function deployed(mode: DeliveryMode): void {
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode });
  });
  beforeEach(() => {
    fileId = deployment.newFile();
    apiCalls = 0;
    setFault(undefined);
    deployment.endpoint.logs.length = 0;
  });
  afterEach(() => deployment.reset());
  afterAll(() => deployment.stop());
}

/** Sets the fault of Frame.io's API, and counts its calls. */
function setFault(fault: ApiFault | undefined): void {
  deployment.endpoint.apiFault = () => {
    apiCalls += 1;
    return fault;
  };
}

const deliver = (timestamp?: number) =>
  deployment.deliver(deployment.genuine({ fileId, ...(timestamp !== undefined && { timestamp }) }));

/** Returns the sums that CloudWatch makes of the log. */
function counts(): Counts {
  const data = deployment.endpoint.logs.filter((line) => line.includes('"_aws"')).flatMap(readEmf);
  const sums: Record<string, number> = {};
  for (const datum of data) sums[seriesOf(datum)] = (sums[seriesOf(datum)] ?? 0) + amountOf(datum);
  return sums;
}

function seriesOf({ namespace, name, unit, dimensions: { service, reason } }: EmfDatum): string {
  expect({ namespace, unit }).toEqual({ namespace: 'FrameioLambda', unit: Object(METRICS)[name] });
  expect(service).toEqual(expect.any(String));
  return reason === undefined ? name : `${name} ${reason}`;
}

function amountOf({ unit, values }: EmfDatum): number {
  return unit === 'Count' ? values.reduce((sum, value) => sum + value, 0) : values.length;
}

describe.each<DeliveryMode>(['inline', 'queued'])('%s: publishes the metrics', (mode) => {
  deployed(mode);
  const isQueued = mode === 'queued';
  /** Metrics of a delivery whose handlers run only in the worker. */
  const queued: Counts = isQueued ? { DeliveriesQueued: 1 } : {};
  const finishedByWorker: Counts = isQueued ? { AgeAtCompletion: 1 } : {};
  const retriedByWorker: Counts = isQueued ? { AgeAtRetry: 1 } : {}; // inline, the endpoint queues the retry

  it('of an event that completes', async () => {
    await deliver();
    await deployment.drain();
    expect(counts()).toEqual({
      DeliveriesReceived: 1,
      ...queued,
      HandlersCompleted: 1,
      HandlerDuration: 1,
      ...finishedByWorker,
      ApiCalls: apiCalls,
    });
    expect(apiCalls).toBeGreaterThan(0);
  });

  it('of an event that completed before', async () => {
    await deliver();
    await deployment.drain();
    deployment.endpoint.logs.length = 0;
    deployment.clock.advance(15_000);
    await deliver();
    await deployment.drain();
    expect(counts()).toEqual({ DeliveriesReceived: 1, ...queued, HandlersDuplicate: 1, ...finishedByWorker });
  });

  it('of a request that arrives twice', async () => {
    const delivery = deployment.genuine({ fileId });
    await deployment.deliver(delivery);
    await deployment.drain();
    deployment.endpoint.logs.length = 0;
    await deployment.deliver(delivery);
    await deployment.drain();
    expect(counts()).toEqual({ DeliveriesReceived: 1 });
  });

  it('of an event that fails and then completes', async () => {
    setFault(500);
    await deliver();
    if (isQueued) await deployment.runWorker();
    setFault(undefined);
    await deployment.drain();
    expect(counts()).toEqual({
      DeliveriesReceived: 1,
      DeliveriesQueued: 1,
      HandlersFailed: 1,
      HandlersCompleted: 1,
      HandlerDuration: 2,
      ...retriedByWorker,
      AgeAtCompletion: 1,
      ApiCalls: apiCalls,
    });
  });

  it('of an event that meets a rate limit', async () => {
    setFault({ status: 429 });
    await deliver();
    if (isQueued) await deployment.runWorker();
    setFault(undefined);
    await deployment.drain();
    expect(counts()).toEqual({
      DeliveriesReceived: 1,
      DeliveriesQueued: 1,
      HandlersPostponed: 1,
      HandlersCompleted: 1,
      HandlerDuration: 2,
      ...retriedByWorker,
      AgeAtCompletion: 1,
      ApiCalls: apiCalls,
      ApiRateLimited: 1,
    });
  });

  it('of an event that cannot succeed', async () => {
    setFault(403);
    await deliver();
    await deployment.drain();
    const runs = isQueued ? 1 : 2; // inline, the worker retries
    expect(counts()).toEqual({
      DeliveriesReceived: 1,
      DeliveriesQueued: 1,
      HandlersFailed: runs,
      HandlerDuration: runs,
      HandlersDeadLettered: 1,
      'HandlersDeadLettered forbidden': 1,
      ApiCalls: runs,
    });
  });

  it('of an event without a handler', async () => {
    const body = deployment.endpoint.body({ type: 'file.created', resource: { id: fileId, type: 'file' } });
    await deployment.deliver(deployment.genuine({ body }));
    await deployment.drain();
    expect(counts()).toEqual({ DeliveriesReceived: 1, ...queued, DeliveriesUnhandled: 1 });
  });

  it.each([
    { reason: 'mismatch', forgery: { secret: 'of somebody else' } },
    { reason: 'timestamp_stale', forgery: { timestamp: 1_700_000_000 } },
  ])('of an unauthorized request: $reason', async ({ reason, forgery }) => {
    await deployment.deliver(deployment.genuine(forgery));
    expect(counts()).toEqual({ DeliveriesUnauthorized: 1, [`DeliveriesUnauthorized ${reason}`]: 1 });
  });

  it('of an unreadable message', async () => {
    await deployment.queue.send({ body: 'unreadable' });
    await deployment.drain();
    expect(counts()).toEqual({ HandlersDeadLettered: 1, 'HandlersDeadLettered message_unreadable': 1 });
  });
});
