/**
 * Fields that deleted files, folders and version stacks share. They have no `view_url`, because they cannot be viewed.
 */
export interface DeletedAssetCommon {
  readonly id: string;
  readonly name: string;
  readonly type: 'file' | 'folder' | 'version_stack';
  /** The folder or version stack that contained it. */
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
  /** Its version in Adobe's cloud storage: an arbitrary string, even if it looks like a number. */
  readonly adobe_version_id?: string | null;
}

/** A deleted folder. */
export interface DeletedFolder extends DeletedAssetCommon {
  readonly type: 'folder';
  readonly restricted: boolean;
  /** The file whose picture represents the folder. */
  readonly cover_file_id?: string | null;
}

/** A deleted version stack. */
export interface DeletedVersionStack extends DeletedAssetCommon {
  readonly type: 'version_stack';
  /** The newest version. Its fields are not documented. */
  readonly head_version?: { readonly [name: string]: unknown } | null;
}

/** A deleted asset, distinguished by `type`. */
export type DeletedAsset = DeletedFile | DeletedFolder | DeletedVersionStack;

/** Sort orders of a list of deleted assets. */
export type RecentlyDeletedSort = 'deleted_at_asc' | 'deleted_at_desc' | 'name_asc' | 'name_desc';
