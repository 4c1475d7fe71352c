import { expect, it } from '@jest/globals';
import { withDeployment } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

const QUEUED = response(202, 'queued');

/** More than the time that a lock lasts after an attempt of the endpoint. The first retry may come earlier, and waits for it. */
const LOCK_MS = 20_000;

it.concurrent('retries a handler that ignores its signal, and completes it at the first attempt of the worker', () =>
  withDeployment({ mode: 'inline', app: 'scripted-app' }, async (deployment) => {
    const fileId = deployment.newFile();
    const body = deployment.endpoint.body({ type: 'file.versioned', resource: { id: fileId, type: 'file' } });
    expect(await deployment.deliver(deployment.genuine({ body }))).toEqual(QUEUED);
    expect(deployment.commentsOn(fileId)).toBe(0);
    expect(deployment.queue.messages.map((message) => JSON.parse(message.body).handlers)).toEqual([['ignores-signal']]);

    deployment.clock.advance(Math.max(deployment.hiddenMs, LOCK_MS));
    await deployment.runWorker();
    expect(deployment.batchResponses).toEqual([{ batchItemFailures: [] }]); // the lock of the endpoint has expired
    expect(deployment.commentsOn(fileId)).toBe(1);
    expect(deployment.queue.messages).toEqual([]);
  }));

it.concurrent('retries a handler once in the worker when Frame.io did not respond to the endpoint', () =>
  withDeployment({ mode: 'inline' }, async (deployment) => {
    deployment.endpoint.apiFault = 'hang';
    const fileId = deployment.newFile();
    expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(QUEUED);
    deployment.endpoint.apiFault = undefined;
    deployment.clock.advance(Math.max(deployment.hiddenMs, LOCK_MS));
    await deployment.runWorker();
    expect(deployment.batchResponses).toEqual([{ batchItemFailures: [] }]);
    expect(deployment.commentsOn(fileId)).toBe(1);
    await deployment.drain();
    expect(deployment.commentsOn(fileId)).toBe(1);
  }));
