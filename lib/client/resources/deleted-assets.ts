/** What deleted files, folders and version stacks have in common. There is no `view_url`: nobody can look at them. */
export interface DeletedAssetCommon {
  readonly id: string;
  readonly name: string;
  readonly type: 'file' | 'folder' | 'version_stack';
  /** The folder or version stack it was in. */
  readonly parent_id?: string | null;
  readonly project_id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at: string;
  /** Its id in Adobe's cloud storage. */
  readonly adobe_id?: string | null;
}

/** A deleted file. */
export interface DeletedFile extends DeletedAssetCommon {
  readonly type: 'file';
  /** In bytes. */
  readonly file_size: number;
  readonly media_type: string;
  readonly status: 'created' | 'uploaded' | 'transcoded';
  /** Its version in Adobe's cloud storage: any text, even where it looks like a number. */
  readonly adobe_version_id?: string | null;
}

/** A deleted folder. */
export interface DeletedFolder extends DeletedAssetCommon {
  readonly type: 'folder';
  readonly restricted: boolean;
  /** The file whose picture stands for the folder. */
  readonly cover_file_id?: string | null;
}

/** A deleted version stack. */
export interface DeletedVersionStack extends DeletedAssetCommon {
  readonly type: 'version_stack';
  /** The newest version; what is in it is not documented. */
  readonly head_version?: { readonly [name: string]: unknown } | null;
}

/** Something deleted, told apart by `type`. */
export type DeletedAsset = DeletedFile | DeletedFolder | DeletedVersionStack;

/** Orders of a list of deleted assets. */
export type RecentlyDeletedSort = 'deleted_at_asc' | 'deleted_at_desc' | 'name_asc' | 'name_desc';
