import { mediaLinksOf, RENDITIONS } from '../media-links.ts';
import { ID, operation } from '../operation.ts';
import { perSecond } from '../rate-limit.ts';
import { problem } from '../reply.ts';

const linkTo = <Rendition extends string>(rendition: Rendition) => `media_links.${rendition}` as const;

/** `project.owner` is in no list of values, but in the official example of `include`. */
const INCLUDES = [...RENDITIONS.map(linkTo), 'creator', 'project', 'project.owner', 'metadata'] as const;

const show = operation({
  name: 'files.show',
  method: 'GET',
  path: '/v4/accounts/{account_id}/files/{file_id}',
  limit: perSecond(10),
  ids: { account_id: ID, file_id: ID },
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
      ...(include.includes('creator') && { creator: world.uploader }),
      ...((owner || include.includes('project')) && { project: { ...world.project, ...owner } }),
      ...(include.includes('metadata') && { metadata: [] }),
    };
    return { status: 200, body: { data } };
  },
});

/** Operations on files. */
export const FILES = [show];
