import type { FrameioState } from '../frameio/state/frameio-state.ts';
import { mediaKindOf } from '../frameio/state/media-type.ts';
import type { Studio, StudioFile } from '../sandbox-api.ts';
import type { ControlRoute } from './control-route.ts';
import { thumbnailTypeOf } from './thumbnail-api.ts';

/**
 * The call that shows every folder and file. It is not limited as Frame.io's API is, and causes no call in the event stream.
 */
export function studioApi(state: FrameioState): readonly ControlRoute[] {
  return [{ method: 'GET', path: '/sandbox/studio', handle: () => ({ status: 200, body: describeStudio(state) }) }];
}

function describeStudio(state: FrameioState): Studio {
  const { stores, project } = state;
  const roots = new Map(
    stores.projects.all().map(({ project: { root_folder_id, name } }) => [root_folder_id, name] as const),
  );
  const stacks = new Map(stores.versionStacks.all().map(({ id, stack }) => [id, stack.parent_id] as const));
  return {
    uploadFolderId: project.root_folder_id,
    folders: stores.folders.all().map(({ id, folder }) => ({
      id,
      // The root folder of a project has the name "root" in Frame.io.
      name: roots.get(id) ?? folder.name,
      parentId: roots.has(id) ? null : (folder.parent_id ?? null),
    })),
    versionStacks: stores.versionStacks.all().map(({ id, stack: { name, parent_id }, fileIds }) => ({
      id,
      name,
      folderId: parent_id ?? '',
      fileIds,
    })),
    files: stores.files
      .all()
      .toReversed()
      .map(({ id, file }) => ({
        id,
        name: file.name,
        folderId: stacks.get(file.parent_id ?? '') ?? file.parent_id ?? '',
        mediaType: file.media_type,
        kind: mediaKindOf(file.media_type),
        thumbnail: thumbnailOf(state, id),
        size: file.file_size,
        status: file.status,
        comments: state.commentsOf(id).map(({ id: commentId, text, owner }) => ({
          id: commentId,
          text: text ?? '',
          owner: owner.name,
        })),
      })),
  };
}

function thumbnailOf(state: FrameioState, fileId: string): StudioFile['thumbnail'] {
  const type = thumbnailTypeOf(state, fileId);
  if (type === undefined) return null;
  return type.startsWith('image/') ? 'image' : 'video';
}
