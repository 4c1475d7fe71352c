import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parseRecord, recordOf } from '../lib/core/type-guards.ts';

/** The parts of this package's `package.json` that a new project needs. */
export interface OwnPackage {
  readonly name: string;
  readonly version: string;
  /** Version range of the Node.js versions that it supports. */
  readonly node: string;
  /** Returns the version range of a package that this one is developed with or works with. */
  rangeOf(name: string): string;
}

/** Reads this package's `package.json`, in the repository and when it is installed. */
export function readOwnPackage(): OwnPackage {
  const path = createRequire(import.meta.url).resolve('frameio-lambda/package.json');
  const { name, version, engines, devDependencies, peerDependencies } = parseRecord(readFileSync(path, 'utf8')) ?? {};
  const ranges = { ...recordOf(peerDependencies), ...recordOf(devDependencies) };
  return {
    name: String(name),
    version: String(version),
    node: String(recordOf(engines).node),
    rangeOf: (dependency) => {
      const range = ranges[dependency];
      if (typeof range !== 'string') {
        throw new Error(
          `Expected ${path} to contain a version of ${dependency}, but it has none. Install frameio-lambda again.`,
        );
      }
      return range;
    },
  };
}
