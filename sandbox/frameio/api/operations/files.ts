import { errorResponse, NO_CONTENT } from '../api-response.ts';
import { mediaLinksOf, RENDITIONS } from '../media-links.ts';
import { ID, operation } from '../operation.ts';
import { perMinute, perSecond } from '../rate-limit.ts';

const includeName = <Rendition extends string>(rendition: Rendition) => `media_links.${rendition}` as const;

/** The schema does not list `project.owner`, but the official example of `include` uses it. */
const INCLUDES = [...RENDITIONS.map(includeName), 'creator', 'project', 'project.owner', 'metadata'] as const;

const PATH = '/v4/accounts/{account_id}/files/{file_id}';
const IDS = { account_id: ID, file_id: ID } as const;

const show = operation({
  name: 'files.show',
  method: 'GET',
  path: PATH,
  limit: perSecond(10),
  ids: IDS,
  query: { include: { type: 'array', items: { type: 'string', values: INCLUDES } } },
  body: {},
  handle: ({ state, ids, query: { include = [] } }) => {
    const file = state.file(ids.file_id);
    if (!file) return errorResponse(404);
    const renditions = RENDITIONS.filter((rendition) => include.includes(includeName(rendition)));
    const owner = include.includes('project.owner') && { owner: state.uploader };
    const data = {
      ...file,
      ...(renditions.length > 0 && { media_links: mediaLinksOf(file, renditions, state.now()) }),
      ...(include.includes('creator') && { creator: state.creatorOf(file.id) }),
      ...((owner || include.includes('project')) && { project: { ...state.project, ...owner } }),
      ...(include.includes('metadata') && { metadata: [] }),
    };
    return { status: 200, body: { data } };
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
export const FILES = [show, remove];
