import type { MediaKind } from '../frameio/state/media-type.ts';

/** Answer of `GET /sandbox/studio`: the folders and files of the local Frame.io. */
export interface Studio {
  /** The root folder of the default project. */
  readonly uploadFolderId: string;
  readonly folders: readonly StudioFolder[];
  readonly versionStacks: readonly StudioVersionStack[];
  /** The newest first. */
  readonly files: readonly StudioFile[];
}

export interface StudioFolder {
  readonly id: string;
  /** Name of the folder. A project's root folder has the name of the project. */
  readonly name: string;
  /** `null` for the root folder of a project. */
  readonly parentId: string | null;
}

export interface StudioVersionStack {
  readonly id: string;
  readonly name: string;
  readonly folderId: string;
  /** Ids of the versions, the oldest first. */
  readonly fileIds: readonly string[];
}

export interface StudioFile {
  readonly id: string;
  readonly name: string;
  /** The folder that contains the file or its version stack. */
  readonly folderId: string;
  readonly mediaType: string;
  readonly kind: MediaKind;
  /** What `GET /sandbox/files/<id>/thumbnail` returns; `null` for a file without a thumbnail. */
  readonly thumbnail: 'image' | 'video' | null;
  /** In bytes. */
  readonly size: number;
  readonly status: string;
  readonly comments: readonly { readonly id: string; readonly text: string; readonly owner: string }[];
}
