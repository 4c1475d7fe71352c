import type { Frameio } from '../../lib/index.ts';
import type { WorldIdentity } from './identity.ts';
import type { KeptComment, User } from './objects.ts';
import type { Upload } from './upload.ts';

/** A file whose type is known from the start: here it comes from the name alone. */
export interface TypedFile extends Frameio.File {
  readonly media_type: string;
}

/** A file with all that belongs to it. */
export interface KeptFile {
  file: TypedFile;
  upload: Upload;
  readonly creator: User;
  readonly comments: KeptComment[];
}

/** What makes a world the one it was. */
export interface WorldPast {
  readonly identity: WorldIdentity;
  readonly files: readonly KeptFile[];
}

/** What has become different: a file, as it is now, or a file that is gone. */
export type WorldChange =
  | { readonly kind: 'file'; readonly kept: KeptFile }
  | { readonly kind: 'file_deleted'; readonly id: string };
