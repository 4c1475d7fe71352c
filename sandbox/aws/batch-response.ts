/**
 * The messages a function reports as failed (Lambda guide, "Implementing partial batch responses"). Nothing, or an
 * answer without a list, is a success.
 *
 * @param response - What the function returned.
 * @param ids - Ids of the messages of the batch.
 * @returns The ids that failed, or why the whole batch counts as failed.
 */
export function failedIdsOf(response: unknown, ids: readonly string[]): ReadonlySet<string> | string {
  if (response === undefined || response === null) return new Set();
  if (typeof response !== 'object') return 'the function’s answer is no object';
  const failures: unknown = 'batchItemFailures' in response ? response.batchItemFailures : null;
  if (failures === null || failures === undefined) return new Set();
  if (!Array.isArray(failures)) return 'batchItemFailures is no list';
  const failed = new Set<string>();
  for (const failure of failures) {
    const { itemIdentifier } = Object(failure);
    if (typeof itemIdentifier !== 'string' || itemIdentifier === '') return 'an itemIdentifier is missing or empty';
    if (!ids.includes(itemIdentifier)) return `the itemIdentifier ${itemIdentifier} is not in the batch`;
    failed.add(itemIdentifier);
  }
  return failed;
}
