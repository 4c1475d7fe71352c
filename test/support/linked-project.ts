import { cpSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FixtureApp, functionsDirectoryOf } from './fixture-apps.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The user's app and its variables, and what commands write. */
const NOT_LINKED: ReadonlySet<string> = new Set(['functions', '.env', '.git', '.sandbox', 'cdk.out']);

/**
 * Makes a folder that links the files of the project, with a fixture app as `functions/`. A command that runs there neither
 * reads the user's app nor writes into the project.
 */
export function linkedProject(app: FixtureApp): string {
  const folder = mkdtempSync(join(tmpdir(), 'project-'));
  for (const name of readdirSync(root)) {
    if (!NOT_LINKED.has(name)) symlinkSync(join(root, name), join(folder, name));
  }
  cpSync(join(root, functionsDirectoryOf(app)), join(folder, 'functions'), { recursive: true });
  return folder;
}
