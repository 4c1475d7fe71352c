import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { bundle } from '../../../cdk/bundling/bundle.ts';
import type { CodeChange } from '../../../sandbox/reload/code-change.ts';
import { CodeReloader } from '../../../sandbox/reload/code-reloader.ts';
import { builtEndpoint } from '../../support/synthesized.ts';

let projectRoot: string;
let bundlePath: string;
let reloader: CodeReloader | undefined;
let reloads: number;
let receive: (change: CodeChange) => void;

const pathOf = (name: string) => join(projectRoot, name);
const bundled = () => readFileSync(bundlePath, 'utf8');

/** Writes a file of the project and returns what the sandbox makes of it. */
function save(name: string, text: string): Promise<CodeChange> {
  const changed = new Promise<CodeChange>((resolve) => {
    receive = resolve;
  });
  mkdirSync(dirname(pathOf(name)), { recursive: true });
  writeFileSync(pathOf(name), text);
  return changed;
}

const start = () =>
  CodeReloader.start({
    functions: [
      {
        ...builtEndpoint(),
        bundlePath,
        source: { projectRoot, entry: pathOf('functions/endpoint.ts') },
      },
    ],
    reload: () => {
      reloads += 1;
    },
    onChange: (change) => receive(change),
  });

beforeEach(async () => {
  projectRoot = mkdtempSync(join(tmpdir(), 'project-'));
  bundlePath = pathOf('out/index.mjs');
  reloads = 0;
  receive = () => undefined;
  mkdirSync(pathOf('functions/handlers'), { recursive: true });
  writeFileSync(pathOf('functions/endpoint.ts'), "export { handler } from './handlers/a.ts';\n");
  writeFileSync(pathOf('functions/handlers/a.ts'), "export const handler = () => 'first';\n");
  bundle({ projectRoot, entry: pathOf('functions/endpoint.ts'), outfile: bundlePath });
  reloader = await start();
});
afterEach(async () => {
  await reloader?.close();
  rmSync(projectRoot, { recursive: true });
});

describe('a change of a file that a function imports', () => {
  it('is bundled, and the functions load the new code', async () => {
    const change = await save('functions/handlers/a.ts', "export const handler = () => 'second';\n");
    expect(change).toMatchObject({ kind: 'code_reloaded', files: ['functions/handlers/a.ts'] });
    expect(bundled()).toContain('second');
    expect(reloads).toBe(1);
  });

  it('with an error leaves the code as it is, and names the place and the line', async () => {
    const change = await save('functions/handlers/a.ts', 'export const handler = (;\n');
    expect(change).toMatchObject({ kind: 'build_failed', files: ['functions/handlers/a.ts'] });
    const message = change.kind === 'build_failed' ? change.messages.join('\n') : '';
    expect(message).toContain('functions/handlers/a.ts:1:24');
    expect(message).toContain('export const handler = (;');
    expect(bundled()).toContain('first');
    expect(reloads).toBe(0);
  });

  it('is reported after an error, although it restores the code', async () => {
    await save('functions/handlers/a.ts', 'export const handler = (;\n');
    const change = await save('functions/handlers/a.ts', "export const handler = () => 'first';\n");
    expect(change).toMatchObject({ kind: 'code_reloaded' });
  });

  it('can import a file in a new folder, whose changes count from then on', async () => {
    mkdirSync(pathOf('functions/more'));
    writeFileSync(pathOf('functions/more/b.ts'), "export const text = 'third';\n");
    await save('functions/handlers/a.ts', "import { text } from '../more/b.ts';\nexport const handler = () => text;\n");
    expect(bundled()).toContain('third');
    expect(await save('functions/more/b.ts', "export const text = 'fourth';\n")).toMatchObject({
      files: ['functions/more/b.ts'],
    });
    expect(bundled()).toContain('fourth');
  });
});

describe('in a project with a tsconfig.json, a change with a type error', () => {
  const TSCONFIG = {
    compilerOptions: { strict: true, types: [], module: 'nodenext', allowImportingTsExtensions: true },
  };

  beforeEach(async () => {
    await reloader?.close();
    writeFileSync(pathOf('tsconfig.json'), JSON.stringify({ ...TSCONFIG, include: ['functions'] }));
    writeFileSync(pathOf('functions/global.d.ts'), 'declare const TEXT: string;\n');
    reloader = await start();
  });

  /** Writes a file of the project. Resolves when the sandbox says that it failed, or that it is live. */
  async function saveUntil(kind: CodeChange['kind'], text: string): Promise<CodeChange> {
    let change = await save('functions/handlers/a.ts', text);
    while (change.kind !== kind) {
      change = await new Promise((resolve) => {
        receive = resolve;
      });
    }
    return change;
  }

  it('leaves the earlier code running, and names the place and the line', async () => {
    const code = "const text: number = 'second';\nexport const handler = () => text;\n";
    const change = await saveUntil('build_failed', code);
    const message = change.kind === 'build_failed' ? change.messages.join('\n') : '';
    expect(message).toContain(
      "functions/handlers/a.ts:1:7  Type 'string' is not assignable to type 'number'. (TS2322)",
    );
    expect(message).toContain("> 1 | const text: number = 'second';");
    expect(bundled()).toContain('first');
    expect(bundled()).not.toContain('second');

    await saveUntil('code_reloaded', "const text: string = 'third';\nexport const handler = () => text + TEXT;\n");
    expect(bundled()).toContain('third');
  });
});

it('a stack that was not made for the sandbox is not watched', async () => {
  const options = { reload: () => undefined, onChange: () => undefined };
  expect(await CodeReloader.start({ functions: [builtEndpoint()], ...options })).toBeUndefined();
});
