import { cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, jest } from '@jest/globals';
import { ENV } from '../../lib/index.ts';
import { runProgram } from '../support/run-command.ts';

jest.setTimeout(60_000);

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

/** The code blocks of a language. */
function blocks(language: string): readonly string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, code = '']) => code,
  );
}

/** Where each command of the README is run, and by what it can be seen there. */
const RUN_BY: Readonly<Record<string, readonly [file: string, sight: string]>> = {
  'npm ci': ['.ci/run', 'step npm ci'],
  'npm start': ['test/commands/start.test.ts', "startScript('start'"],
  'npm start -- --once': ['.ci/run', 'step npm start -- --once'],
  'npm start -- --help': ['test/commands/start.test.ts', "runScript('start', ['--help'])"],
  'npm test': ['.ci/run', 'npm test -- --json'],
  'npm run build': ['test/commands/deploy.test.ts', "runScript('build')"],
  'npm run synth': ['.ci/run', 'step npm run synth'],
  'npm run deploy': ['test/commands/deploy.test.ts', "['run', 'deploy']"],
  'npx cdk bootstrap': ['test/commands/deploy.test.ts', "['cdk', 'bootstrap']"],
  'npm run sam:invoke': ['test/commands/sam-invoke.test.ts', "runScript('sam:invoke', []"],
  'npm run sam:invoke -- events/comment-created.json': [
    'test/commands/sam-invoke.test.ts',
    "runScript('sam:invoke', ['events/comment-created.json']",
  ],
};

describe('the commands of the README', () => {
  const lines = blocks('sh').flatMap((block) => block.trim().split(/\n| && /));
  const inText = [...readme.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`((?:npm|npx) [^`]+)`/g)].map(
    ([, text = '']) => text,
  );
  const commands = [...new Set([...lines, ...inText])];

  it.each(commands)('%s is run by a test or by CI', (command) => {
    const [file, sight] = RUN_BY[command] ?? ['README.md', 'a command nothing runs'];
    expect(read(file)).toContain(sight);
  });

  it('begin with the two that do everything', () => {
    expect(blocks('sh').slice(0, 2)).toEqual(['npm ci && npm start\n', 'npm ci && npm test\n']);
  });
});

it('every TypeScript block of the README compiles, where it says it stands', async () => {
  const project = mkdtempSync(join(tmpdir(), 'readme-'));
  cpSync(join(root, 'functions'), join(project, 'functions'), { recursive: true });
  for (const shared of ['lib', 'node_modules', 'package.json']) symlinkSync(join(root, shared), join(project, shared));
  const files = blocks('ts').map((code, index) => {
    const path = code.match(/^\/\/ (\S+\.ts)\n/)?.[1] ?? `block-${index}.ts`;
    mkdirSync(dirname(join(project, path)), { recursive: true });
    writeFileSync(join(project, path), code);
    return path;
  });
  const { compilerOptions } = JSON.parse(read('tsconfig.json'));
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
  expect(files.length).toBeGreaterThan(2);
  const { exitCode, output } = await runProgram('node_modules/.bin/tsc', ['--project', project]);
  expect({ exitCode, output }).toEqual({ exitCode: 0, output: '' });
});

it('the README has every environment variable', () => {
  for (const name of Object.values(ENV)) expect(readme).toContain(`| \`${name}\` |`);
});

it('the changelog knows the version of package.json', () => {
  expect(read('CHANGELOG.md')).toContain(`## ${JSON.parse(read('package.json')).version}`);
});
