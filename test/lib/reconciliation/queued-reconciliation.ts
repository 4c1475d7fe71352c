import { afterAll, afterEach, expect } from '@jest/globals';
import type { StoredFolder } from '../../../sandbox/frameio/state/stored-resources.ts';
import { ReconciliationUnderTest } from './reconciliation-under-test.ts';

/** Reconciliation of an app in `queued` mode. Each test leaves it without faults and messages. */
export const test = await ReconciliationUnderTest.start('queued');

afterEach(async () => {
  await test.deployment.reset();
  expect(test.deployment.endpoint.leaks).toEqual([]);
  expect(test.log.join('\n')).not.toContain(test.state.token);
});

afterAll(() => test.stop());

export function rootFolder(): StoredFolder {
  return test.state.stores.folders.require(test.state.project.root_folder_id);
}
