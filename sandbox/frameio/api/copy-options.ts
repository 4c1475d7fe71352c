import type { CopyOptions } from '../state/copy-assets.ts';
import type { User } from '../state/stored-resources.ts';

/** Query parameters of a copy. */
interface CopyQuery {
  readonly copy_metadata?: boolean;
  readonly copy_comments?: 'none' | 'internal' | 'public' | 'all';
}

/** Returns what a copy takes along. Every comment in the sandbox is public: the API cannot create internal ones. */
export function copyOptions({ copy_metadata, copy_comments }: CopyQuery, user: User): CopyOptions {
  const copyComments = copy_comments === 'public' || copy_comments === 'all';
  return { user, copyMetadata: copy_metadata === true, copyComments };
}
