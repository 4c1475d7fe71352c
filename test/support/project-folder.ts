import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { EMPTY_MANIFEST } from '../../cdk/manifest/empty-manifest.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';

/** A user's project in a temporary folder. */
export class ProjectFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'a project '));

  /** Writes a file, by its path from the root of the project. */
  write(path: string, contents: string): void {
    mkdirSync(join(this.path, dirname(path)), { recursive: true });
    writeFileSync(join(this.path, path), contents);
  }

  /** Writes an app with a manifest, and entry points that do nothing. */
  writeApp(manifest: Partial<AppManifest> = {}): void {
    const whole: AppManifest = { ...EMPTY_MANIFEST, ...manifest };
    this.write('functions/app.ts', `export const app = { manifest: ${JSON.stringify(whole)} };`);
    const names = ['endpoint', 'queued-endpoint', 'worker', ...(whole.actions.length > 0 ? ['actions'] : [])];
    for (const name of names) {
      this.write(`functions/${name}.ts`, `export const handler = () => '${name}';`);
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true });
  }
}
