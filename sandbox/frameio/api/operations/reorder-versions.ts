import type * as Frameio from '../../../../lib/client/frameio.ts';
import { invalid } from '../../api-error.ts';
import { reorderVersions } from '../../state/reorder-versions.ts';
import type { FieldRules, FieldValues } from '../../validation/field-rules.ts';
import { ID_FORMAT } from '../../validation/formats.ts';
import { dataResponse } from '../api-response.ts';
import { ID, operation } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';

const FILE_ID = { type: 'string', format: ID_FORMAT } as const;
const MOVE = {
  target_file_id: { ...FILE_ID, required: true },
  move_to: { type: 'string', values: ['top', 'bottom'] },
  move_above_file_id: FILE_ID,
  move_below_file_id: FILE_ID,
} as const satisfies FieldRules;

const reorder = operation({
  name: 'version_stacks.reorder',
  method: 'PATCH',
  path: '/v4/accounts/{account_id}/version_stacks/{version_stack_id}/versions',
  limit: perMinute(10),
  isExperimental: true,
  ids: { account_id: ID, version_stack_id: ID },
  query: {},
  body: { data: { type: 'object', fields: MOVE, closed: true, minProperties: 2, maxProperties: 2, required: true } },
  handle: ({ state, ids, body: { data } }) => {
    const stored = state.stores.versionStacks.require(ids.version_stack_id);
    const newestFirst = movedVersions(stored.fileIds.toReversed(), data);
    reorderVersions(state, stored, newestFirst.toReversed());
    return dataResponse<readonly Frameio.File[]>(newestFirst.map((id) => state.stores.files.require(id).file));
  },
});

/** Returns the ids of the versions, newest first, after the move. */
function movedVersions(
  ids: readonly string[],
  { target_file_id: target, move_to, move_above_file_id: above, move_below_file_id: below }: FieldValues<typeof MOVE>,
): readonly string[] {
  if (!ids.includes(target)) throw invalid('/data/target_file_id', 'The file is not in the version stack');
  const others = ids.filter((id) => id !== target);
  if (move_to !== undefined) return move_to === 'top' ? [target, ...others] : [...others, target];
  const neighbour = others.indexOf(above ?? below ?? '');
  const name = above === undefined ? 'move_below_file_id' : 'move_above_file_id';
  if (neighbour === -1) throw invalid(`/data/${name}`, 'The file is not in the version stack');
  return others.toSpliced(above === undefined ? neighbour + 1 : neighbour, 0, target);
}

/** The operation that reorders versions, of the experimental API. Its limit is not documented. */
export const REORDER_VERSIONS = [reorder];
