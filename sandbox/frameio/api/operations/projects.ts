import type * as Frameio from '../../../../lib/client/frameio.ts';
import { deleteProject } from '../../state/delete-project.ts';
import { createProject, updateProject } from '../../state/projects.ts';
import type { FieldRule, FieldRules } from '../../validation/field-rules.ts';
import { dataResponse, NO_CONTENT } from '../api-response.ts';
import { NAME } from '../asset-rules.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PROJECT_INCLUDE_QUERY, toProject, toProjectWithIncludes } from '../project-response.ts';
import { perMinute } from '../rate-limit.ts';

const PATH = '/v4/accounts/{account_id}/projects/{project_id}';
const IDS = { account_id: ID, project_id: ID } as const;

const FIELDS = {
  name: NAME,
  restricted: { type: 'boolean' },
} as const satisfies FieldRules;

const NEW_PROJECT = { ...FIELDS, name: { ...NAME, required: true } } as const satisfies FieldRules;

const STATUS = { type: 'string', values: ['active', 'inactive'] } as const satisfies FieldRule;

const create = operation({
  name: 'projects.create',
  method: 'POST',
  path: '/v4/accounts/{account_id}/workspaces/{workspace_id}/projects',
  limit: perMinute(10),
  ids: { account_id: ID, workspace_id: UUID },
  query: {},
  body: { data: { type: 'object', fields: NEW_PROJECT, closed: true, required: true } },
  handle: ({ state, user, ids, body: { data } }) => {
    const workspaceId = state.stores.workspaces.require(ids.workspace_id).id;
    const stored = createProject(state, { ...data, workspaceId, owner: user });
    return dataResponse<Frameio.Project>(toProject(state, stored), 201);
  },
});

const show = operation({
  name: 'projects.show',
  method: 'GET',
  path: PATH,
  limit: perMinute(100),
  ids: IDS,
  query: PROJECT_INCLUDE_QUERY,
  body: {},
  handle: ({ state, ids, query }) =>
    dataResponse(toProjectWithIncludes(state, state.stores.projects.require(ids.project_id), query)),
});

const update = operation({
  name: 'projects.update',
  method: 'PATCH',
  path: PATH,
  limit: perMinute(10),
  ids: IDS,
  query: {},
  body: { data: { type: 'object', fields: { ...FIELDS, status: STATUS }, closed: true, required: true } },
  handle: ({ state, user, ids, body: { data } }) => {
    const stored = updateProject(state, state.stores.projects.require(ids.project_id), data, user);
    return dataResponse<Frameio.Project>(toProject(state, stored));
  },
});

const remove = operation({
  name: 'projects.delete',
  method: 'DELETE',
  path: PATH,
  limit: perMinute(60),
  ids: IDS,
  query: {},
  body: {},
  handle: ({ state, user, ids }) => {
    deleteProject(state, state.stores.projects.require(ids.project_id), user);
    return NO_CONTENT;
  },
});

/** Operations on one project. */
export const PROJECTS = [create, show, update, remove];
