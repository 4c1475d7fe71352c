import type { FrameioState } from '../state/frameio-state.ts';
import { metadataOf } from '../state/metadata/values.ts';
import type { TypedFile } from '../state/stored-resources.ts';
import type { FieldRules } from '../validation/field-rules.ts';
import { mediaLinksOf, RENDITIONS } from './media-links.ts';

const includeName = <Rendition extends string>(rendition: Rendition) => `media_links.${rendition}` as const;

/** The schema does not list `project.owner`, but the official example of `include` uses it. */
const INCLUDES = [
  ...RENDITIONS.map(includeName),
  'creator',
  'project',
  'project.owner',
  'metadata',
  'media_links.hls_manifest',
  'parent',
] as const;

/** Query of an operation that returns files with included fields. */
export const INCLUDE_QUERY = {
  include: { type: 'array', items: { type: 'string', values: INCLUDES } },
} as const satisfies FieldRules;

type Include = (typeof INCLUDES)[number];

/** The state, and the host that media links lead to. */
interface IncludeContext {
  readonly state: FrameioState;
  readonly host: string;
}

/** Returns a file with the fields that `include` names. */
export function includeFields(file: TypedFile, include: readonly Include[], { state, host }: IncludeContext): object {
  const renditions = RENDITIONS.filter((rendition) => include.includes(includeName(rendition)));
  const owner = include.includes('project.owner') && { owner: state.uploader };
  const signer = { host, key: state.storageKey, now: state.now() };
  return {
    ...file,
    ...(renditions.length > 0 && { media_links: mediaLinksOf(file, renditions, signer) }),
    ...(include.includes('creator') && { creator: state.stores.files.get(file.id)?.creator }),
    ...((owner || include.includes('project')) && { project: { ...state.project, ...owner } }),
    ...(include.includes('metadata') && { metadata: metadataOf(state, file.id) }),
  };
}
