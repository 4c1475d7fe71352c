import { cpSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type FixtureApp, functionsDirectoryOf } from './fixture-apps.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The user's app, its deployment and its variables, and what commands write. */
const NOT_LINKED: ReadonlySet<string> = new Set(['functions', 'cdk', '.env', '.git', '.sandbox', 'cdk.out']);

/** A deployment without settings. */
const CDK_APP = `import { App } from 'aws-cdk-lib';
import { FrameioStack } from 'frameio-lambda/cdk';

new FrameioStack(new App(), 'FrameioLambda');
`;

/**
 * Makes a folder that links the files of the project, with a fixture app as `functions/` and its own `cdk/app.ts`. A command
 * that runs there neither reads the user's app nor writes into the project.
 */
export function linkedProject(app: FixtureApp): string {
  const folder = mkdtempSync(join(tmpdir(), 'project-'));
  linkAll('.', folder, NOT_LINKED);
  linkAll('cdk', folder, new Set(['app.ts']));
  writeFileSync(join(folder, 'cdk/app.ts'), CDK_APP);
  cpSync(join(root, functionsDirectoryOf(app)), join(folder, 'functions'), { recursive: true });
  return folder;
}

/** Links the entries of a folder of the project. */
function linkAll(path: string, folder: string, except: ReadonlySet<string>): void {
  mkdirSync(join(folder, path), { recursive: true });
  for (const name of readdirSync(join(root, path))) {
    if (!except.has(name)) symlinkSync(join(root, path, name), join(folder, path, name));
  }
}
