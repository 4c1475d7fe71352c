import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type LocalServer, listen } from '../../sandbox/http/listen.ts';
import { StubServices } from '../docs/stub-services.ts';
import { linkedProject } from '../support/linked-project.ts';
import { runIn } from '../support/run-command.ts';
import { GUIDES, type Guide } from './guides.ts';
import { writeExamples } from './write-examples.ts';

/** Guides whose app does not run on Lambda, and why. */
const NOT_STARTED: Readonly<Record<string, string>> = {
  'docs/local-development.md': 'its app takes the signing secret from a variable of a container',
};

/** Guides whose app fails on the sample file, and what the report says. */
const REPORTED_FAILURES: Readonly<Record<string, string>> = {
  'docs/recipes/metadata-on-upload.md': 'There is no metadata field',
};

const services = new StubServices();
let server: LocalServer;
beforeAll(async () => {
  server = await listen(services.listener);
});
afterAll(() => server.close());

/** The services of the recipes, in place of the real ones, and values of other guides. */
const stubs = (): Guide['variables'] => ({
  SLACK_URL: `${server.url}/slack`,
  SLACK_SECRET: services.tokens.slack,
  NOTION_URL: `${server.url}/notion`,
  NOTION_SECRET: services.tokens.notion,
  LINEAR_URL: `${server.url}/linear`,
  LINEAR_SECRET: services.tokens.linear,
  TRANSCODER_URL: `${server.url}/transcoder`,
  TRANSCODER_SECRET: services.tokens.transcoder,
  REVIEWER: 'Robin',
  VAULT_SECRET: 'key-of-the-vault',
});

const started = GUIDES.filter(({ path }) => !(path in NOT_STARTED));

it.each(started)(
  'npm start -- --once runs the app of $path, and reports on it',
  async ({ path, examples, variables }) => {
    const folder = linkedProject('empty-app');
    writeExamples(folder, examples);
    const values = Object.entries({ ...variables, ...stubs() }).map(([name, value]) => `${name}="${value}"`);
    writeFileSync(join(folder, '.env'), values.join('\n'));
    const { exitCode, output } = await runIn(folder, 'npm', ['start', '--', '--once', '--port', '0']);
    const missing = REPORTED_FAILURES[path];
    expect({ exitCode, output }).toEqual({
      exitCode: missing === undefined ? 0 : 1,
      output: expect.stringContaining('\nResult\n'),
    });
    if (missing !== undefined) expect(output).toContain(missing);
  },
);
