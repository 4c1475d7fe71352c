import { mediaLinksOf, RENDITIONS } from '../media-links.ts';
import { ID, operation } from '../operation.ts';
import { perMinute, perSecond } from '../rate-limit.ts';
import { NO_CONTENT, problem } from '../reply.ts';

const linkTo = <Rendition extends string>(rendition: Rendition) => `media_links.${rendition}` as const;

/** `project.owner` is in no list of values, but in the official example of `include`. */
const INCLUDES = [...RENDITIONS.map(linkTo), 'creator', 'project', 'project.owner', 'metadata'] as const;

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
  handle: ({ world, ids, query: { include = [] } }) => {
    const file = world.file(ids.file_id);
    if (!file) return problem(404);
    const renditions = RENDITIONS.filter((rendition) => include.includes(linkTo(rendition)));
    const owner = include.includes('project.owner') && { owner: world.uploader };
    const data = {
      ...file,
      ...(renditions.length > 0 && { media_links: mediaLinksOf(file, renditions, world.now()) }),
      ...(include.includes('creator') && { creator: world.creatorOf(file.id) }),
      ...((owner || include.includes('project')) && { project: { ...world.project, ...owner } }),
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
  handle: ({ world, ids }) => (world.deleteFile(ids.file_id) ? NO_CONTENT : problem(404)),
});

/** Operations on files. */
export const FILES = [show, remove];
