import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, it, jest } from '@jest/globals';
import { ProgressLine } from '../../../cli/progress-line.ts';
import { runCdkApp } from '../../../cli/start/run-cdk-app.ts';

let folder: string;
let shown: string;
let errors: unknown[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'run-cdk-app-'));
  shown = '';
  errors = [];
  jest.spyOn(console, 'error').mockImplementation((text) => void errors.push(text));
});

/** Runs a program as the CDK app `node app.mjs`. */
async function run(source: string, options: { readonly deliveryMode?: 'queued' } = {}): Promise<void> {
  writeFileSync(join(folder, 'app.mjs'), `import { writeFileSync } from 'node:fs';\n${source}`);
  const write = (text: unknown) => {
    shown += text;
    return true;
  };
  const progress = new ProgressLine({ isTTY: true, write });
  const app = { command: `"${process.execPath}" app.mjs`, description: 'node app.mjs', context: { given: true } };
  await runCdkApp(app, { folder, outdir: 'out', progress, ...options });
}

const SYNTHESIZE = `writeFileSync(process.env.CDK_OUTDIR + '/manifest.json', process.env.CDK_CONTEXT_JSON);`;
const context = () => JSON.parse(readFileSync(join(folder, 'out/manifest.json'), 'utf8'));

it('runs the command in the folder with the context of the CDK CLI and of the sandbox', async () => {
  await run(SYNTHESIZE, { deliveryMode: 'queued' });
  expect(context()).toEqual({
    given: true,
    deliveryMode: 'queued',
    'aws:cdk:enable-asset-metadata': true,
    'aws:cdk:enable-path-metadata': true,
    'frameio-lambda:local': true,
  });
});

it('leaves the delivery mode to the app by default', async () => {
  await run(SYNTHESIZE);
  expect(context()).not.toHaveProperty('deliveryMode');
});

it('deletes an earlier output', async () => {
  await run(`${SYNTHESIZE} writeFileSync(process.env.CDK_OUTDIR + '/old', '');`);
  await run(SYNTHESIZE);
  expect(existsSync(join(folder, 'out/old'))).toBe(false);
});

it('shows the bundling as progress, and prints the rest of the output', async () => {
  await run(
    `console.error('Bundling asset Stack/Endpoint/Function/Code/Stage...'); console.error('a warning'); ${SYNTHESIZE}`,
  );
  expect(shown).toContain('Running the CDK app (0 s)');
  expect(shown.endsWith('\r\u001b[K')).toBe(true); // the line is gone
  expect(errors).toEqual(['a warning']);
});

it('fails with the output of an app that fails', async () => {
  await expect(run(`console.error('no stack today'); process.exit(3);`)).rejects.toThrow(
    'no stack today\n\nThe CDK app failed (exit code 3): node app.mjs. Fix the error in its output above.',
  );
});

it('fails if the app synthesizes nothing', async () => {
  await expect(run('')).rejects.toThrow('Expected the CDK app to synthesize a stack, but it wrote none.');
});
