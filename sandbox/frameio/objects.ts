import type { Frameio } from '../../lib/index.ts';

/** A user who has an account: unlike one only invited, it has an id and a name. */
export type User = Frameio.User & { readonly id: string; readonly name: string };

/** A comment as the world keeps it: its timestamp in frames, its owner with it. */
export type KeptComment = Frameio.Comment & { readonly timestamp: number | null; readonly owner: User };

/** A project, with what the API includes of it in a file. */
export interface Project {
  readonly id: string;
  readonly name: string;
  readonly status: 'active' | 'inactive';
  readonly restricted: boolean;
  readonly root_folder_id: string;
  /** Bytes of all its files. */
  readonly storage: number;
  readonly workspace_id: string;
  readonly view_url: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly description: string | null;
}
