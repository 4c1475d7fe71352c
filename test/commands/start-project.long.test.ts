import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { linkedProject } from '../support/linked-project.ts';
import { type CommandResult, runIn } from '../support/run-command.ts';

const projectPath = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));

const TOKEN = 'xoxb-1234567890';

/** Runs `frameio-lambda start --once` in a folder. */
async function startOnce(
  folder: string,
  options: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  const program = [projectPath('node_modules/tsx/dist/cli.mjs'), '-C', '@frameio-lambda/source'];
  const command = [projectPath('cli/main.ts'), 'start', '--once', '--port', '0', ...options];
  return await runIn(folder, process.execPath, [...program, ...command], environment);
}

describe('start --once with an app whose handlers end in every way', () => {
  it('reports each of them, hides the secret, and exits 1', async () => {
    const folder = linkedProject('outcomes-app');
    writeFileSync(join(folder, '.env'), `CHANNEL="#dailies"\nSLACK_SECRET=${TOKEN}\nUNKNOWN=1\n`);
    const { exitCode, output } = await startOnce(folder, ['--logs']);
    const result = output
      .slice(output.indexOf('\nResult\n'))
      .replace(/attempt \d/g, 'attempt <number>')
      .replace(/\d+ s\)/g, '<time>)');
    expect(result.split('\n')).toEqual([
      '',
      'Result',
      '  file.ready       completes  completed',
      '  file.ready       waits  postponed: RetryLater: The file is not on the server yet. (next in <time>)',
      '  comment.created  fails  failed: Slack refuses [redacted] (attempt <number> of 12, next in <time>)',
      '  project.created  gives-up  dead-lettered: PermanentError: The project has no channel.',
      '  folder.created   takes-long  completed',
      '',
      '  4 deliveries; 2 handlers completed; 1 handler postponed; 1 handler failed; 1 handler dead-lettered; 1 comment posted',
      '',
    ]);
    expect(output).toContain(`comment       “#dailies 3 ${TOKEN.length}”`);
    expect(output).toContain('token [redacted]');
    expect(output).toMatch(/takes-long {2}timed out: .*\n +attempt \d( of 12)?, next in \d+ s\n/);
    expect(output).toMatch(/fails {2}failed: .*\n +functions\/app\.ts:30:13\n/);
    expect(output).not.toContain(TOKEN);
    expect(exitCode).toBe(1);
  });

  it('names every missing variable and secret', async () => {
    const folder = linkedProject('outcomes-app');
    writeFileSync(join(folder, '.env'), 'CHANNEL=#dailies\n');
    const { exitCode, output } = await startOnce(folder);
    const about = 'The app declares the secret slack (Token of the Slack app).';
    expect(output).toContain('The app declares the variable CHANNEL. Add CHANNEL=<value> to .env (see .env.example).');
    expect(output).toContain('write a value with # in quotes.\n');
    expect(output).toContain(`${about} Add SLACK_SECRET=<value> to .env (see .env.example).\n`);
    expect(output).not.toContain('    at '); // no stack
    expect(exitCode).toBe(1);
  });
});

it('start --once tells an app without handlers how to add one, and exits 0', async () => {
  const { exitCode, output } = await startOnce(linkedProject('empty-app'));
  expect(output).toContain("The app has no handlers. Add one in functions/app.ts:\n  app.onWebhook('file.ready',");
  expect(output).toContain('no handler listens to file.ready');
  expect(exitCode).toBe(0);
});

it('start --once runs the functions of a project without cdk.json', async () => {
  const folder = linkedProject('comment-app');
  rmSync(join(folder, 'cdk.json'));
  const { exitCode, output } = await startOnce(folder);
  expect(output).toMatch(/file\.ready +file-ready {2}completed/);
  expect(exitCode).toBe(0);
});

it('start prints the output of a CDK app that fails', async () => {
  const folder = linkedProject('comment-app');
  writeFileSync(join(folder, 'functions/app.ts'), "throw new Error('The app cannot be imported');");
  const { exitCode, output } = await startOnce(folder);
  expect(output).toContain('The app cannot be imported');
  expect(output).toMatch(
    /The CDK app failed \(exit code 1\): npx tsx .*cdk\/app\.ts\. Fix the error in its output above\.\n$/,
  );
  expect(exitCode).toBe(1);
});

it('start tells how to create a project in an empty folder', async () => {
  const { exitCode, output } = await startOnce(mkdtempSync(join(tmpdir(), 'empty-')));
  expect(output).toContain('Create a project here with: npx frameio-lambda init\n');
  expect(exitCode).toBe(1);
});

/** A hook of Node.js that hides a package, as if it were not installed. */
function hiding(name: string): string {
  const hooks = `export async function resolve(specifier, context, next) {
    if (specifier !== '${name}') return await next(specifier, context);
    throw Object.assign(new Error("Cannot find package '${name}' imported from " + context.parentURL), { code: 'ERR_MODULE_NOT_FOUND' });
  }`;
  const asUrl = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;
  return `--import=${asUrl(`import { register } from 'node:module'; register(${JSON.stringify(asUrl(hooks))});`)}`;
}

it('start says how to install dynalite if it is missing, and shows its help without it', async () => {
  const folder = linkedProject('comment-app');
  const environment = { NODE_OPTIONS: hiding('dynalite') };
  const { exitCode, output } = await startOnce(folder, [], environment);
  expect(output).toContain('This command needs the package dynalite, which is not installed.');
  expect(output).toContain('Install with: npm install --save-dev dynalite\n');
  expect(output).not.toContain('    at '); // no stack
  expect(exitCode).toBe(1);
  expect(await startOnce(folder, ['--help'], environment)).toMatchObject({ exitCode: 0 });
});
