import type { VersionStack } from '../../state/version-stacks.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { errorResponse, invalidField, unprocessable } from '../api-response.ts';
import { INCLUDE_QUERY, includeFields } from '../include-fields.ts';
import { ID, operation } from '../operation.ts';
import { perMinute } from '../rate-limit.ts';

const PATH = '/v4/accounts/{account_id}/version_stacks/{version_stack_id}';
const IDS = { account_id: ID, version_stack_id: ID } as const;

const { required: _, ...FILE_ID } = ID;

const NEW_STACK = {
  file_ids: { type: 'array', items: FILE_ID, minItems: 2, maxItems: 10, uniqueItems: true, required: true },
} as const satisfies FieldRules;

const create = operation({
  name: 'version_stacks.create',
  method: 'POST',
  path: '/v4/accounts/{account_id}/folders/{folder_id}/version_stacks',
  limit: perMinute(10),
  ids: { account_id: ID, folder_id: ID },
  query: {},
  body: { data: { type: 'object', fields: NEW_STACK, closed: true, required: true } },
  handle: ({ state, user, host, ids: { folder_id }, body: { data } }) => {
    if (folder_id !== state.project.root_folder_id) return errorResponse(404);
    const misplaced = data.file_ids.filter((id) => state.file(id)?.parent_id !== folder_id);
    if (misplaced.length > 0) {
      const pointerOf = (id: string) => `/data/file_ids/${data.file_ids.indexOf(id)}`;
      return unprocessable(misplaced.map((id) => invalidField(pointerOf(id), 'The file is not in the folder')));
    }
    const stack = state.createVersionStack(data.file_ids, user);
    return { status: 201, body: { data: withHead(stack, (head) => includeFields(head, [], { state, host })) } };
  },
});

const show = operation({
  name: 'version_stacks.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: INCLUDE_QUERY,
  body: {},
  handle: ({ state, host, ids, query: { include = [] } }) => {
    const stack = state.versionStack(ids.version_stack_id);
    if (!stack) return errorResponse(404);
    return { status: 200, body: { data: withHead(stack, (head) => includeFields(head, include, { state, host })) } };
  },
});

const move = operation({
  name: 'version_stacks.move',
  method: 'PATCH',
  path: `${PATH}/move`,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: { data: { type: 'object', fields: { parent_id: { type: 'string' } }, closed: true, required: true } },
  handle: ({ state, ids, body: { data } }) => {
    const stack = state.versionStack(ids.version_stack_id);
    const isRoot = data.parent_id === undefined || data.parent_id === state.project.root_folder_id;
    if (!stack || !isRoot) return errorResponse(404); // the project has no other folder
    return { status: 200, body: { data: withHead(stack, (head) => head) } };
  },
});

function withHead(
  { versions, ...stack }: VersionStack,
  format: (head: VersionStack['versions'][number]) => object,
): object {
  const head = versions.at(-1);
  return { ...stack, head_version: head ? format(head) : null };
}

/** Operations on version stacks. */
export const VERSION_STACKS = [create, show, move];
