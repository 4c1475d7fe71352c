import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

/** How large a bundle is. */
export interface BundleSize {
  readonly bytes: number;
  readonly gzipBytes: number;
}

/** @returns By contestant's name. */
export function measureBundleSizes(
  contestants: readonly { readonly name: string; readonly bundle: string }[],
): ReadonlyMap<string, BundleSize> {
  return new Map(
    contestants.map(({ name, bundle }) => {
      const code = readFileSync(bundle);
      return [name, { bytes: code.length, gzipBytes: gzipSync(code).length }];
    }),
  );
}
