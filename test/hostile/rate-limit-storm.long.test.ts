import { expect, it } from '@jest/globals';
import { withDeployment } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

it('completes each of 200 messages once when the deployed workers meet the rate limit', () =>
  withDeployment({ mode: 'queued' }, async (deployment) => {
    const fileIds = Array.from({ length: 200 }, () => deployment.newFile());
    for (const fileId of fileIds) {
      expect(await deployment.deliver(deployment.genuine({ fileId }))).toEqual(response(202, 'queued'));
    }
    const { clock, endpoint } = deployment;
    endpoint.apiNow = () => clock.now();
    await deployment.drain();
    expect(fileIds.map((id) => deployment.commentsOn(id))).toEqual(fileIds.map(() => 1));
    expect(deployment.deadLetters).toEqual([]);
    expect(deployment.batchFailures).toEqual([]);
    const refusals = endpoint.apiCalls.filter(({ status }) => status === 429).length;
    expect(refusals).toBeGreaterThan(0);
    expect(refusals).toBeLessThan(10 * fileIds.length);
  }));
