import type * as Frameio from '../../../lib/client/frameio.ts';

/** A user with an account. Unlike an invited user, it has an id and a name. */
export type User = Frameio.User & { readonly id: string; readonly name: string };

/** A comment as the sandbox stores it: its timestamp is a frame number, and its owner is included. */
export type StoredComment = Frameio.Comment & { readonly timestamp: number | null; readonly owner: User };

/** A project, with the fields that the API includes in a file. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly status: 'active' | 'inactive';
  readonly restricted: boolean;
  readonly root_folder_id: string;
  /** Total size of its files, in bytes. */
  readonly storage: number;
  readonly workspace_id: string;
  readonly view_url: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly description: string | null;
}
