import type * as Frameio from '../../../lib/client/frameio.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import { metadataOf } from '../state/metadata/values.ts';
import { withStorage } from '../state/projects.ts';
import type { StoredAsset, StoredFile, StoredFolder, StoredVersionStack, User } from '../state/stored-resources.ts';
import { withVersions } from '../state/version-stacks.ts';
import type { FieldRules } from '../validation/field-rules.ts';
import { assetCommon } from './asset-common.ts';
import { mediaLinksOf, RENDITIONS } from './media-links.ts';
import { includeRule } from './query-rules.ts';

const includeName = <Rendition extends string>(rendition: Rendition) => `media_links.${rendition}` as const;

/** The schema does not list `project.owner`, but the official example of `include` uses it. */
const FILE_INCLUDES = [
  ...RENDITIONS.map(includeName),
  'creator',
  'project',
  'project.owner',
  'metadata',
  'media_links.hls_manifest',
  'parent',
] as const;

/** Query of an operation that returns files with included fields, possibly among other assets. */
export const INCLUDE_QUERY = { include: includeRule(...FILE_INCLUDES) } as const satisfies FieldRules;

/** Query of an operation that returns folders with included fields. */
export const FOLDER_INCLUDE_QUERY = {
  include: includeRule('creator', 'project', 'metadata'),
} as const satisfies FieldRules;

type Include = (typeof FILE_INCLUDES)[number];

/** What an asset is shown with: the fields to include, and the host that media links lead to. */
export interface IncludeContext {
  readonly state: FrameioState;
  readonly host: string;
  readonly include?: readonly Include[] | undefined;
}

/** Returns a file with the fields that `include` names. */
export function includeFields(stored: StoredFile, context: IncludeContext): Frameio.FileWithIncludes {
  const { state, host, include = [] } = context;
  const { file, creator } = stored;
  const renditions = RENDITIONS.filter((rendition) => include.includes(includeName(rendition)));
  const hasHls = include.includes('media_links.hls_manifest');
  const signer = { host, key: state.storageKey, now: state.now() };
  const links = { ...mediaLinksOf(file, renditions, signer), ...(hasHls && { hls_manifest: null }) }; // the sandbox has no HLS stream
  return {
    ...file,
    ...(renditions.length + Number(hasHls) > 0 && { media_links: links }),
    ...includedInAll(file, creator, context),
    ...(include.includes('parent') && { parent: parentOf(state, file) }),
  };
}

/** Returns a folder with the fields that `include` names. */
export function folderWithIncludes(
  { folder, creator }: StoredFolder,
  context: IncludeContext,
): Frameio.FolderWithIncludes {
  return { ...folder, ...includedInAll(folder, creator, context) };
}

/** Returns a version stack with the fields that `include` names, in itself and in its newest version. */
export function stackWithIncludes(
  stored: StoredVersionStack,
  context: IncludeContext,
): Frameio.VersionStackWithIncludes {
  const { versions, ...stack } = withVersions(context.state, stored);
  const head = context.state.stores.files.get(versions.at(-1)?.id ?? '');
  return {
    ...stack,
    ...includedInAll(stack, stored.creator, context),
    head_version: head ? includeFields(head, context) : null,
  };
}

/** Returns an asset of any type with the fields that `include` names. */
export function assetWithIncludes(asset: StoredAsset, context: IncludeContext): Frameio.AssetWithIncludes {
  switch (asset.type) {
    case 'file':
      return includeFields(asset, context);
    case 'folder':
      return folderWithIncludes(asset, context);
    case 'version_stack':
      return stackWithIncludes(asset, context);
  }
}

/** Returns the fields that assets of every type can include. */
function includedInAll(
  { id, project_id }: Frameio.AssetCommon,
  creator: User,
  { state, include = [] }: IncludeContext,
): Pick<Frameio.AssetCommonWithIncludes, 'creator' | 'project' | 'metadata'> {
  const stored = state.stores.projects.require(project_id);
  const owner = include.includes('project.owner') && { owner: stored.owner };
  return {
    ...(include.includes('creator') && { creator }),
    ...((owner || include.includes('project')) && { project: { ...withStorage(state, stored), ...owner } }),
    ...(include.includes('metadata') && { metadata: metadataOf(state, id) }),
  };
}

function parentOf({ stores }: FrameioState, { parent_id }: Frameio.AssetCommon): Frameio.AssetCommon | null {
  const parent = stores.folders.get(parent_id ?? '')?.folder ?? stores.versionStacks.get(parent_id ?? '')?.stack;
  return parent ? assetCommon(parent) : null;
}
