import { roleIn } from '../../state/permissions.ts';
import type { StoredProject } from '../../state/stored-resources.ts';
import type { FieldRules, FieldValues } from '../../validation/field-rules.ts';
import { ID, type IncomingCall, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { PROJECT_INCLUDE_QUERY, toProjectWithIncludes } from '../project-response.ts';
import { sortItems, sortRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';

const QUERY = {
  ...PROJECT_INCLUDE_QUERY,
  sort: sortRule('name', 'created_at'),
  ...PAGE_QUERY,
} as const satisfies FieldRules;

const ofWorkspace = operation({
  name: 'projects.index',
  method: 'GET',
  path: '/v4/accounts/{account_id}/workspaces/{workspace_id}/projects',
  limit: perMinute(100),
  ids: { account_id: ID, workspace_id: UUID },
  query: QUERY,
  body: {},
  handle: ({ ids, ...call }) => {
    const { id } = call.state.stores.workspaces.require(ids.workspace_id);
    return projectPage(call, (stored) => stored.project.workspace_id === id);
  },
});

const ofAccount = operation({
  name: 'account_projects.index',
  method: 'GET',
  path: '/v4/accounts/{account_id}/projects',
  limit: perMinute(100),
  ids: { account_id: ID },
  query: QUERY,
  body: {},
  handle: (call) => projectPage(call, () => true),
});

const invited = operation({
  name: 'invited_projects.index',
  method: 'GET',
  path: '/v4/accounts/{account_id}/invited_projects',
  limit: perMinute(100),
  ids: { account_id: ID },
  query: QUERY,
  body: {},
  handle: (call) => {
    const { state, user } = call;
    return projectPage(call, ({ project }) => roleIn(state, project.workspace_id, user.id) === undefined);
  },
});

/** A call of an operation that lists projects. */
interface ListCall extends Pick<IncomingCall, 'state' | 'user' | 'path'> {
  readonly query: FieldValues<typeof QUERY>;
}

/** Responds with the projects that match and that the user can see. */
function projectPage({ state, user, query, path }: ListCall, matches: (stored: StoredProject) => boolean) {
  const visible = state.stores.projects.all().filter((stored) => matches(stored) && roleIn(state, stored.id, user.id));
  const projects = sortItems(visible, query.sort, {
    name: ({ project }) => project.name,
    created_at: ({ project }) => project.created_at,
  });
  return pageResponse(projects, { query, path }, (stored) => toProjectWithIncludes(state, stored, query));
}

/** Operations that list projects. */
export const PROJECT_LISTS = [ofWorkspace, ofAccount, invited];
