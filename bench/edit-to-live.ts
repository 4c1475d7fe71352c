import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { synthesize } from '../cdk/synthesize.ts';
import type { CodeChange } from '../sandbox/reload/code-change.ts';
import { SAMPLE_FILE } from '../sandbox/sample-file.ts';
import { Sandbox } from '../sandbox/sandbox.ts';
import { formatTable, type Table } from './report.ts';
import { median } from './statistics.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const NAME = 'saved handler';

/**
 * Measures how long it takes until the sandbox runs a saved handler. Prints the table.
 *
 * @param rounds - Number of times that the handler is saved.
 */
export async function measureEdits(rounds: number): Promise<readonly Table[]> {
  const project = makeProject();
  let onChange: (change: CodeChange) => void = () => undefined;
  const sandbox = await Sandbox.start({
    stack: synthesize(join(project, 'cdk.out'), { projectRoot: project }),
    port: 0,
    watch: true,
    onEvent: (event) => {
      if (event.kind === 'code_reloaded' || event.kind === 'build_failed') onChange(event);
    },
  });
  try {
    await sandbox.upload(SAMPLE_FILE);
    const live: number[] = [];
    const commented: number[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const words = ` is ready for the ${round}. time: `;
      const changed = new Promise<CodeChange>((resolve) => {
        onChange = resolve;
      });
      const savedAt = performance.now();
      saveHandler(project, words);
      const change = await changed;
      if (change.kind !== 'code_reloaded') throw new Error(change.messages.join('\n'));
      live.push(performance.now() - savedAt);
      const { comments } = await sandbox.upload(SAMPLE_FILE);
      commented.push(performance.now() - savedAt);
      if (!comments.some((text) => text.includes(words))) throw new Error('The new handler posted no comment.');
    }
    const table = tableOf(live, commented);
    console.log(`\n${formatTable(table)}`);
    return [table];
  } finally {
    await sandbox.close();
    rmSync(project, { recursive: true });
  }
}

function tableOf(live: readonly number[], commented: readonly number[]): Table {
  return {
    title: `Edit to live: from saving a handler until the next event runs it in the sandbox (median of ${live.length})`,
    unit: 'ms',
    figures: [{ name: NAME, value: median(live), details: { 'to its comment': median(commented) } }],
    relativeTo: [],
    targets: [{ name: NAME, atMost: 1_000, isTiming: true }],
    notes: ['The comment needs a cold start of the endpoint, as after a deployment.'],
  };
}

/** Makes a project with the bench's app, inside the repository, whose packages it uses. */
function makeProject(): string {
  mkdirSync(join(root, '.sandbox'), { recursive: true });
  const project = mkdtempSync(join(root, '.sandbox/bench-'));
  cpSync(join(root, 'bench/app'), join(project, 'functions'), { recursive: true });
  for (const name of readdirSync(join(project, 'functions'))) {
    const path = join(project, 'functions', name);
    writeFileSync(path, readFileSync(path, 'utf8').replace('../../lib/index.ts', 'frameio-lambda'));
  }
  writeFileSync(join(project, 'cdk.json'), JSON.stringify({ context: { 'frameio-lambda:local': true } }));
  writeFileSync(
    join(project, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.json'), include: ['functions'] }),
  );
  return project;
}

function saveHandler(project: string, words: string): void {
  const path = join(project, 'functions/file-ready.ts');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/COMMENT_WORDS = '.*'/, `COMMENT_WORDS = '${words}'`));
}
