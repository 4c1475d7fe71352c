import { errorResponse, NO_CONTENT } from '../api-response.ts';
import { INCLUDE_QUERY, includeFields } from '../include-fields.ts';
import { ID, operation } from '../operation.ts';
import { perMinute, perSecond } from '../rate-limit.ts';

const PATH = '/v4/accounts/{account_id}/files/{file_id}';
const IDS = { account_id: ID, file_id: ID } as const;

const show = operation({
  name: 'files.show',
  method: 'GET',
  path: PATH,
  limit: perSecond(10),
  ids: IDS,
  query: INCLUDE_QUERY,
  body: {},
  handle: ({ state, host, ids, query: { include = [] } }) => {
    const file = state.file(ids.file_id);
    return file ? { status: 200, body: { data: includeFields(file, include, { state, host }) } } : errorResponse(404);
  },
});

const move = operation({
  name: 'files.move',
  method: 'PATCH',
  path: `${PATH}/move`,
  limit: perMinute(100),
  ids: IDS,
  query: {},
  body: { data: { type: 'object', fields: { parent_id: { type: 'string' } }, closed: true, required: true } },
  handle: ({ state, user, ids, body: { data } }) => {
    if (!state.file(ids.file_id)) return errorResponse(404);
    if (data.parent_id !== undefined && !state.moveFile(ids.file_id, data.parent_id, user)) return errorResponse(404);
    return { status: 200, body: { data: state.file(ids.file_id) } };
  },
});

const remove = operation({
  name: 'files.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, ids }) => (state.deleteFile(ids.file_id) ? NO_CONTENT : errorResponse(404)),
});

/** Operations on files. */
export const FILES = [show, move, remove];
