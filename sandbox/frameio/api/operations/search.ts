import type * as Frameio from '../../../../lib/client/frameio.ts';
import { assetOf } from '../../state/asset-of.ts';
import type { FrameioState } from '../../state/frameio-state.ts';
import { withStorage } from '../../state/projects.ts';
import { type FoundResource, searchNames } from '../../state/search.ts';
import type { FieldRules } from '../../validation/field-rules.ts';
import { assetCommon } from '../asset-common.ts';
import { operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { perMinute } from '../rate-limit.ts';

const FILTERS = {
  files_and_version_stacks: { type: 'boolean' },
  folders: { type: 'boolean' },
  projects: { type: 'boolean' },
} as const satisfies FieldRules;

const search = operation({
  name: 'search.search',
  method: 'POST',
  path: '/v4/accounts/{account_id}/search',
  limit: perMinute(100),
  ids: { account_id: UUID },
  query: PAGE_QUERY,
  body: {
    query: { type: 'string', minLength: 1, maxLength: 1_000, required: true },
    engine: { type: 'string', values: ['lexical', 'nlp'], required: true },
    filters: { type: 'object', fields: FILTERS, closed: true },
  },
  handle: ({ state, query, path, body: { query: text, filters = {} } }) => {
    const { files_and_version_stacks = true, folders = true, projects = true } = filters;
    const isWanted = {
      file: files_and_version_stacks,
      version_stack: files_and_version_stacks,
      folder: folders,
      project: projects,
    };
    const found = searchNames(state, text).filter(({ resource }) => isWanted[resource.type]);
    return pageResponse(found, { query, path }, (one) => toResult(state, one));
  },
});

function toResult(state: FrameioState, { resource, name, terms }: FoundResource): Frameio.SearchResult {
  const matches = [{ type: 'name_match' as const, name, terms }];
  if (resource.type !== 'project') {
    return { type: `${resource.type}_result`, result: assetCommon(assetOf(resource)), matches };
  }
  const { description: _, ...project } = withStorage(state, resource);
  return { type: 'project_result', result: project, matches };
}

/** Operations of the search. */
export const SEARCH = [search];
