import { expect, it } from '@jest/globals';
import { withDeployment } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';
import { until } from '../support/until.ts';

it('runs five messages of a batch of ten at a time, and the sixth when one of them has ended', () =>
  withDeployment({ mode: 'queued' }, async (deployment) => {
    const fileIds = Array.from({ length: 10 }, () => deployment.newFile());
    for (const fileId of fileIds) {
      expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(response(202, 'queued'));
    }
    const completed = () => fileIds.filter((fileId) => deployment.commentsOn(fileId) > 0).length;
    const releases: (() => void)[] = [];
    const running: number[] = [];
    deployment.endpoint.apiFault = ({ method }) => {
      if (method === 'POST') return undefined;
      running.push(running.length + 1 - completed());
      return { heldUntil: new Promise<void>((resolve) => releases.push(resolve)) };
    };
    deployment.startPolling();
    await until(() => running.length >= 5);
    for (let started = 6; started <= 10; started += 1) {
      releases.shift()?.();
      await until(() => running.length >= started);
    }
    for (const release of releases) release();
    await deployment.runWorker();

    expect(running).toEqual([1, 2, 3, 4, 5, 5, 5, 5, 5, 5]);
    expect(deployment.batchResponses).toEqual([{ batchItemFailures: [] }]); // one batch
    expect(completed()).toBe(10);
  }));
