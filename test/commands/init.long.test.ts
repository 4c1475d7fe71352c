import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type CommandResult, runIn } from '../support/run-command.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The package is this repository, so its sources replace the build. */
const SOURCES = { NODE_OPTIONS: '-C @frameio-lambda/source' };

const emptyFolder = () => mkdtempSync(join(tmpdir(), 'My project '));

/** Runs `frameio-lambda <command>` in a folder. */
async function run(folder: string, ...command: readonly string[]): Promise<CommandResult> {
  const program = [join(root, 'node_modules/tsx/dist/cli.mjs'), '-C', '@frameio-lambda/source'];
  return await runIn(folder, process.execPath, [...program, join(root, 'cli/main.ts'), ...command], SOURCES);
}

/** Links this repository and its packages, as `npm install` would. */
function install(folder: string): void {
  mkdirSync(join(folder, 'node_modules'));
  for (const name of readdirSync(join(root, 'node_modules'))) {
    symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name));
  }
  symlinkSync(root, join(folder, 'node_modules/frameio-lambda'));
}

describe('init in an empty folder', () => {
  const folder = emptyFolder();
  let result: CommandResult;

  beforeAll(async () => {
    result = await run(folder, 'init');
    install(folder);
  });

  it('lists the files and the next commands', () => {
    expect(result.exitCode).toBe(0);
    for (const path of ['package.json', 'cdk/app.ts', 'functions/app.ts', '.env.example']) {
      expect(result.output).toMatch(new RegExp(`^ +created +${path}$`, 'm'));
    }
    expect(result.output).toMatch(/npm install\n.*npm start\n.*\n.*npm test\n.*npm run deploy\n/);
  });

  it('writes a package.json with the versions of this package', () => {
    const written = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { version, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(written.name).toMatch(/^my-project-[a-z0-9-]+$/);
    expect(written.dependencies).toEqual({ 'frameio-lambda': `^${version}` });
    expect(devDependencies).toMatchObject(written.devDependencies);
  });

  it('writes a project that compiles strictly', async () => {
    const options = ['tsc', '--customConditions', '@frameio-lambda/source'];
    expect(await runIn(folder, 'npx', options)).toEqual({ exitCode: 0, output: '' });
  });

  it('writes a test that passes', async () => {
    const { exitCode, output } = await runIn(folder, 'npm', ['test'], SOURCES);
    expect(output).toMatch(/^. pass 1$/m);
    expect(exitCode).toBe(0);
  });

  it('writes an app that start runs', async () => {
    const { exitCode, output } = await run(folder, 'start', '--once', '--port', '0');
    expect(output).toContain('comment       “Launch film v3.mp4 is ready.”');
    expect(output).toMatch(/file\.ready +file-ready {2}completed/);
    expect(exitCode).toBe(0);
  });
});

describe('init in a folder with files', () => {
  it('keeps them, completes package.json and says what to change', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'package.json'), '{\n\t"name": "theirs",\n\t"scripts": { "start": "vite" }\n}\n');
    writeFileSync(join(folder, 'tsconfig.json'), '{}');
    writeFileSync(join(folder, '.gitignore'), '/node_modules\ncdk.out\n');
    const { exitCode, output } = await run(folder, 'init');
    expect(output).toMatch(/completed +package\.json\n +added the script test\n/);
    expect(output).toMatch(/kept +tsconfig\.json {2}\(exists; --force overwrites it\)/);
    expect(output).toMatch(/change +Run npm pkg set type=module/);
    expect(output).toMatch(/change +Add to \.gitignore: cdk\.context\.json \.sandbox\/ \.env\n/);
    expect(exitCode).toBe(0);
    const packageJson = readFileSync(join(folder, 'package.json'), 'utf8');
    expect(packageJson).toContain('\t"name": "theirs"'); // the indentation stays
    expect(JSON.parse(packageJson).scripts).toMatchObject({ start: 'vite', dlq: 'frameio-lambda dlq' });
    expect(readFileSync(join(folder, 'tsconfig.json'), 'utf8')).toBe('{}');
  });

  it('overwrites them with --force, but not package.json', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'package.json'), '{"name":"theirs","type":"module"}');
    writeFileSync(join(folder, 'tsconfig.json'), '{}');
    const { output } = await run(folder, 'init', '--force');
    expect(output).toMatch(/overwritten +tsconfig\.json\n/);
    expect(output).not.toContain('change');
    expect(readFileSync(join(folder, 'tsconfig.json'), 'utf8')).toContain('"strict": true');
    expect(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).name).toBe('theirs');
  });

  it('writes nothing if package.json is no object', async () => {
    const folder = emptyFolder();
    writeFileSync(join(folder, 'package.json'), '[]');
    const { exitCode, output } = await run(folder, 'init');
    expect(output).toContain('to be a JSON object. Fix its syntax, then run init again.');
    expect(existsSync(join(folder, 'cdk.json'))).toBe(false);
    expect(exitCode).toBe(1);
  });
});

it('init --help writes nothing', async () => {
  const folder = emptyFolder();
  const { exitCode, output } = await run(folder, 'init', '--help');
  expect(output).toMatch(/^Usage: frameio-lambda init/);
  expect(readdirSync(folder)).toEqual([]);
  expect(exitCode).toBe(0);
});
