/** Answer of `GET /sandbox/studio`: the folders and files of the local Frame.io. */
export interface Studio {
  /** The root folder of the default project. */
  readonly uploadFolderId: string;
  readonly folders: readonly StudioFolder[];
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

export interface StudioFile {
  readonly id: string;
  readonly name: string;
  /** The folder that contains the file or its version stack. */
  readonly folderId: string;
  readonly mediaType: string;
  /** In bytes. */
  readonly size: number;
  readonly status: string;
  readonly comments: readonly { readonly id: string; readonly text: string; readonly owner: string }[];
}
