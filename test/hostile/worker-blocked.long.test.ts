import { expect, it } from '@jest/globals';
import { SHORT_WORKER, withDeployment } from '../support/deployment-under-test.ts';
import { response } from '../support/endpoint-under-test.ts';

it('retries the whole batch, without a second effect, when a handler blocks the process until Lambda’s timeout', async () => {
  await withDeployment({ mode: 'queued', app: 'misbehaving-app', worker: SHORT_WORKER }, async (deployment) => {
    const fileId = deployment.newFile();
    const blocking = { type: 'file.updated', behavior: 'blocks the process at the first attempt' };
    for (const change of [{ resource: { id: fileId, type: 'file' } }, blocking]) {
      const delivery = deployment.genuine({ body: deployment.endpoint.body(change) });
      expect(await deployment.deliver(delivery)).toEqual(response(202, 'queued'));
    }
    await deployment.runWorker();
    expect(deployment.batchFailures).toEqual(['Task timed out after 7 seconds']);
    expect(deployment.queue.counts).toMatchObject({ in_flight: 2 });
    await deployment.drain();
    expect(deployment.batchResponses).toEqual([{ batchItemFailures: [] }]);
    expect(deployment.commentsOn(fileId)).toBe(1);
  });
});
