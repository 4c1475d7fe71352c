import type * as Frameio from '../../../../lib/client/frameio.ts';
import { copyVersionStack } from '../../state/copy-assets.ts';
import type { FrameioState } from '../../state/frameio-state.ts';
import type { StoredVersionStack } from '../../state/stored-resources.ts';
import { moveVersionStack, withVersions } from '../../state/version-stacks.ts';
import { dataResponse } from '../api-response.ts';
import { COPY_BODY, COPY_QUERY, MOVE_BODY } from '../asset-rules.ts';
import { copyOptions } from '../copy-options.ts';
import { ID, operation } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';

const PATH = '/v4/accounts/{account_id}/version_stacks/{version_stack_id}';
const IDS = { account_id: ID, version_stack_id: ID } as const;

const copy = operation({
  name: 'version_stacks.copy',
  method: 'POST',
  path: `${PATH}/copy`,
  limit: perMinute(10),
  ids: IDS,
  query: COPY_QUERY,
  body: COPY_BODY,
  handle: ({ state, user, ids, query, body: { data } }) => {
    const stored = state.stores.versionStacks.require(ids.version_stack_id);
    const parent = state.stores.folders.require(data?.parent_id ?? stored.stack.parent_id ?? '');
    return dataResponse(withHead(state, copyVersionStack(state, stored, parent, copyOptions(query, user))));
  },
});

const move = operation({
  name: 'version_stacks.move',
  method: 'PATCH',
  path: `${PATH}/move`,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: MOVE_BODY,
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = state.stores.versionStacks.require(ids.version_stack_id);
    if (data.parent_id === undefined) return dataResponse(withHead(state, stored));
    const parent = state.stores.folders.require(data.parent_id);
    return dataResponse(withHead(state, moveVersionStack(state, stored, parent, user)));
  },
});

/** Returns a version stack with its newest version. The schema has no null for a stack whose versions are all deleted. */
function withHead(
  state: FrameioState,
  stored: StoredVersionStack,
): Omit<Frameio.VersionStack, 'head_version'> & { readonly head_version: Frameio.File | null } {
  const { versions, ...stack } = withVersions(state, stored);
  return { ...stack, head_version: versions.at(-1) ?? null };
}

/** Operations that copy and move version stacks. */
export const VERSION_STACK_TRANSFERS = [copy, move];
