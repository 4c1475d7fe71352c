import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../../cdk/bundling/bundle.ts';
import { packageEntry } from '../../cdk/package-entry.ts';
import { BundledFunction } from './bundled-function.ts';

/** A function, bundled with all code of the package, and run in a process of its own as Lambda does. */
export class PackagedFunction extends BundledFunction {
  readonly #folder: string;

  /** @param path - Entry point from the root of the sources, without extension. */
  constructor(path: string) {
    const folder = mkdtempSync(join(tmpdir(), 'packaged-function-'));
    const outfile = join(folder, 'index.mjs');
    const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
    bundle({ projectRoot, entry: packageEntry(path), outfile });
    super(outfile);
    this.#folder = folder;
  }

  /** Ends the process of the function, and deletes the bundle. */
  async remove(): Promise<void> {
    await this.stop();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
