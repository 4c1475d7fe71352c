import { describe, expect, it } from '@jest/globals';
import { blocksOf, readDocument } from '../support/documents.ts';

const readme = readDocument('README.md');

/** Where a test or CI runs each command of the README, and the text that shows it. */
const RUN_BY: Readonly<Record<string, readonly [file: string, text: string]>> = {
  'npm ci': ['.ci/run', 'step npm ci'],
  'npm start': ['test/commands/start.long.test.ts', "startScript('start'"],
  'npm start -- --once': ['.ci/run', 'step npm start -- --once'],
  'npm start -- --mode queued': ['test/commands/start.long.test.ts', "'--mode', 'queued'"],
  'npm start -- --fresh': ['test/commands/start.long.test.ts', "'--fresh'"],
  'npm start -- --help': ['test/commands/start.long.test.ts', "runScript('start', ['--help'])"],
  'npm test': ['.ci/run', 'tests npm test --'],
  'npm install': ['test/package/installed.long.test.ts', "['npm', 'install', "],
  'npm install frameio-lambda': [
    'test/package/installed-project.ts',
    "'npm', 'install', '--no-audit', '--no-fund', tarball",
  ],
  'npm install --save-dev esbuild dynalite': ['test/package/installed-project.ts', "'dynalite', 'esbuild'"],
  'npx frameio-lambda init': ['test/package/installed.long.test.ts', "'frameio-lambda', 'init']"],
  'npm run build': ['test/commands/deploy.long.test.ts', "runScript('build')"],
  'npm run simulate': ['test/simulation/simulate.long.test.ts', "runScript('simulate'"],
  'npm run synth': ['.ci/run', 'step npm run synth'],
  'npm run deploy': ['test/commands/deploy.long.test.ts', "['run', '--silent', 'deploy']"],
  'npm run frameio -- set-token': ['test/cli/set-token.test.ts', "describe('set-token'"],
  'npm run frameio -- connect': ['test/cli/registration.long.test.ts', "describe('connect'"],
  'npm run frameio -- doctor': ['test/cli/doctor/doctor.test.ts', "runCli(['doctor'"],
  'npx cdk bootstrap': ['test/commands/deploy.long.test.ts', "['cdk', 'bootstrap']"],
  'npm run dlq': ['test/cli/dlq.long.test.ts', "runScript('dlq'"],
  'npm run sam:invoke': ['test/commands/sam-invoke.long.test.ts', "runScript('sam:invoke', []"],
  'npm run sam:invoke -- events/comment-created.json': [
    'test/commands/sam-invoke.long.test.ts',
    "runScript('sam:invoke', ['events/comment-created.json']",
  ],
};

describe('the commands of the README', () => {
  const lines = blocksOf(readme, 'sh').flatMap((block) => block.trim().split(/\n| && /));
  const inText = [...readme.replace(/^```[\s\S]*?^```/gm, '').matchAll(/`((?:npm|npx) [^`]+)`/g)].map(
    ([, text = '']) => text,
  );
  const commands = [...new Set([...lines, ...inText])];

  it.each(commands)('%s is run by a test or by CI', (command) => {
    const [file, expected] = RUN_BY[command] ?? ['README.md', 'a command nothing runs'];
    expect({ file, expected, isThere: readDocument(file).includes(expected) }).toMatchObject({ isThere: true });
  });

  it('start with the two main commands', () => {
    expect(blocksOf(readme, 'sh').slice(0, 2)).toEqual(['npm ci && npm start\n', 'npm ci && npm test\n']);
  });
});

it('has at most 120 lines', () => {
  expect(readme.trimEnd().split('\n').length).toBeLessThanOrEqual(120);
});

it('the changelog contains the version of package.json', () => {
  expect(readDocument('CHANGELOG.md')).toContain(`## ${JSON.parse(readDocument('package.json')).version}`);
});
