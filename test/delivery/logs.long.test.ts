import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

const REQUEST_ID = 'JKJaXmPLvHcESHA=';

describe.each<DeliveryMode>(['inline', 'queued'])('%s: the log of a delivery that fails and then completes', (mode) => {
  let deployment: DeploymentUnderTest;
  let fileId: string;
  let lines: readonly Readonly<Record<string, unknown>>[];
  beforeAll(async () => {
    deployment = await DeploymentUnderTest.start({ mode });
    fileId = deployment.newFile();
    deployment.endpoint.apiFault = 500;
    const event = deployment.genuine({ fileId });
    const requestContext = { ...event.requestContext, requestId: REQUEST_ID };
    expect(await deployment.deliver({ ...event, requestContext })).toEqual(response(202, 'queued'));
    deployment.clock.advance(60_000);
    await deployment.runWorker();
    deployment.endpoint.apiFault = undefined;
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
    lines = deployment.endpoint.logs.map((line) => JSON.parse(line)).filter((line) => !('_aws' in line));
  });
  afterAll(() => deployment.stop());

  it('has the messages of the endpoint, the failure and the completion', () => {
    const messages = lines.map(({ message }) => message);
    expect(messages).toContain(mode === 'inline' ? 'event queued for retry' : 'event queued');
    expect(messages).toContain('handler failed');
    expect(messages).toContain('handler retry scheduled');
    expect(messages.at(-1)).toBe('event completed');
  });

  it('has API Gateway’s id of the request in each line, from the endpoint to the worker', () => {
    expect(lines.map(({ message, correlation_id: id }) => ({ message, id }))).toEqual(
      lines.map(({ message }) => ({ message, id: REQUEST_ID })),
    );
  });

  it('has the event and its resource in each line', () => {
    const about = { event_type: 'file.ready', resource_id: fileId };
    expect(lines.map(({ message, event_type, resource_id }) => ({ message, event_type, resource_id }))).toEqual(
      lines.map(({ message }) => ({ message, ...about })),
    );
  });

  it('has the request id of a duplicate', async () => {
    const event = deployment.genuine({ fileId: deployment.newFile() });
    await deployment.deliver(event);
    const requestContext = { ...event.requestContext, requestId: 'of the second' };
    await deployment.deliver({ ...event, requestContext });
    const replayed = deployment.endpoint.logs
      .map((line) => JSON.parse(line))
      .filter(({ message }) => message === 'duplicate delivery');
    expect(replayed).toMatchObject([{ correlation_id: 'of the second' }]);
  });

  it('counts the attempts up', () => {
    const attempts = lines.flatMap(({ attempt }) => (attempt === undefined ? [] : [Number(attempt)]));
    expect(attempts).toEqual(attempts.toSorted((a, b) => a - b));
    expect(attempts[0]).toBe(1);
    expect(attempts.at(-1)).toBeGreaterThan(1);
    expect(lines.slice(-2)).toMatchObject([
      { message: 'comment posted', handler: 'file-ready', attempt: attempts.at(-1) },
      { message: 'event completed', attempt: attempts.at(-1) },
    ]);
  });
});
