import { createRequire } from 'node:module';
import { join } from 'node:path';
import { isRecord } from '../lib/core/type-guards.ts';

/** Packages that only some commands need. `package.json` lists them as optional peers. */
const OPTIONAL_PACKAGES: readonly string[] = ['aws-cdk-lib', 'constructs', 'dynalite', 'esbuild'];

/** Returns the name of the optional package that could not be imported, if that is what the error says. */
export function missingPackage(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error) || error.code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  return OPTIONAL_PACKAGES.find((name) => error.message.includes(`'${name}'`));
}

/** Returns those of the packages that programs in `folder` cannot import. */
export function missingPackagesIn(folder: string, names: readonly string[]): readonly string[] {
  const { resolve } = createRequire(join(folder, 'package.json'));
  return names.filter((name) => {
    try {
      resolve(`${name}/package.json`);
      return false;
    } catch (error) {
      // Some packages do not export their package.json: then they are there.
      return isRecord(error) && error.code === 'MODULE_NOT_FOUND';
    }
  });
}
