import { isRecord, recordOf } from '../../../lib/core/type-guards.ts';

/**
 * Reads which messages a function reports as failed (Lambda guide, "Implementing partial batch responses"). No response,
 * or a response without a list, means success.
 *
 * @param response - What the function returned.
 * @param messageIds - Ids of the messages of the batch.
 * @returns The ids that failed, or the reason why the whole batch counts as failed.
 */
export function readFailedIds(response: unknown, messageIds: readonly string[]): ReadonlySet<string> | string {
  if (response === undefined || response === null) return new Set();
  if (!isRecord(response)) return 'the function’s response is not an object';
  const failures = response.batchItemFailures;
  if (failures === null || failures === undefined) return new Set();
  if (!Array.isArray(failures)) return 'batchItemFailures is not a list';
  const failed = new Set<string>();
  for (const failure of failures) {
    const { itemIdentifier } = recordOf(failure);
    if (typeof itemIdentifier !== 'string' || itemIdentifier === '') return 'an itemIdentifier is missing or empty';
    if (!messageIds.includes(itemIdentifier)) return `the itemIdentifier ${itemIdentifier} is not in the batch`;
    failed.add(itemIdentifier);
  }
  return failed;
}
