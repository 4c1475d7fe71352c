import type * as Frameio from '../../../lib/client/frameio.ts';

/** A version stack without its versions. */
export type VersionStackFields = Frameio.AssetCommon & { readonly type: 'version_stack' };

/** A version stack as the state stores it. */
export interface StoredVersionStack {
  readonly stack: VersionStackFields;
  /** Ids of the versions, oldest first. */
  readonly fileIds: readonly string[];
}
