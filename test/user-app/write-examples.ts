import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Example } from './guides.ts';

/** Writes the examples that name a file in `functions/`, and the CDK app, into a project. */
export function writeExamples(folder: string, examples: readonly Example[]): void {
  for (const { path, code } of examples) {
    if (!path.startsWith('functions/') && path !== 'cdk/app.ts') continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), code);
  }
}
