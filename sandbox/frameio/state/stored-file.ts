import type * as Frameio from '../../../lib/client/frameio.ts';
import type { InitialResources } from './initial-resources.ts';
import type { StoredComment, User } from './resources.ts';
import type { StoredVersionStack } from './stored-version-stack.ts';
import type { Upload } from './upload.ts';
import type { ActionStateChange, StoredAction } from './workspace-actions.ts';

/** A file with a media type. The sandbox derives it from the name, so it is known from the start. */
export interface TypedFile extends Frameio.File {
  readonly media_type: string;
}

/** A file with its upload, creator and comments. */
export interface StoredFile {
  file: TypedFile;
  upload: Upload;
  readonly creator: User;
  readonly comments: StoredComment[];
}

/** A saved state. */
export interface FrameioSnapshot {
  readonly initialResources: InitialResources;
  readonly files: readonly StoredFile[];
  readonly actions: readonly StoredAction[];
  readonly versionStacks: readonly StoredVersionStack[];
}

/** A change of the state: a file, a custom action or a version stack was added, changed or deleted. */
export type FrameioStateChange =
  | ActionStateChange
  | { readonly kind: 'file'; readonly stored: StoredFile }
  | { readonly kind: 'file_deleted'; readonly id: string }
  | { readonly kind: 'version_stack'; readonly stored: StoredVersionStack };
