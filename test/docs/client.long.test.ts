import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { withOperations } from '../../docs/operations-table.ts';
import { App } from '../../lib/app/app.ts';
import * as awsErrors from '../../lib/aws/aws-errors.ts';
import { apiErrorFor } from '../../lib/client/errors/status-errors.ts';
import * as clientApi from '../../lib/client/index.ts';
import { retryDelayMs } from '../../lib/client/transport/retry-delay.ts';
import * as coreErrors from '../../lib/core/errors.ts';
import { endpointHandler } from '../../lib/endpoint/endpoint-handler.ts';
import * as storeErrors from '../../lib/store/store-errors.ts';
import fileReady from '../fixtures/file-ready.json' with { type: 'json' };
import { type DocumentProject, projectOf, readDocument } from '../support/documents.ts';
import { signedDelivery } from '../support/events.ts';
import { propertiesOf } from '../support/framework-source.ts';
import { runScript } from '../support/run-command.ts';
import { SIGNING_SECRET, type Stage, startStage } from './stage.ts';

const document = readDocument('docs/client.md');

/** An example of the document, which a test runs unchanged. */
interface Example {
  readonly file: string;
  readonly prepare?: (stage: Stage, project: DocumentProject) => void;
  /** Expected lines of output. */
  readonly printed?: readonly unknown[];
  /** Checks the effects. */
  readonly check?: (stage: Stage, module: Readonly<Record<string, unknown>>) => void | Promise<void>;
}

const UUID = '[0-9a-f-]{36}';
const texts = ({ frameioState, file }: Stage) => frameioState.commentsOf(file.id).map(({ text }) => text);
const uploaded = ({ frameioState }: Stage) =>
  frameioState.files().map(({ name, file_size, status }) => ({ name, file_size, status }));

/** Delivers the signed event of the stage's file to an endpoint. */
async function deliver({ frameioState, file }: Stage, handler: unknown): Promise<unknown> {
  if (typeof handler !== 'function') throw new Error('The example exports no handler.');
  const body = JSON.stringify({ ...fileReady, account: frameioState.account, resource: { id: file.id, type: 'file' } });
  return await handler(signedDelivery({ secret: SIGNING_SECRET, body }));
}

const EXAMPLES: readonly Example[] = [
  { file: 'server-to-server.ts', printed: ['Sandbox Integration'] },
  {
    file: 'token-file.ts',
    prepare: ({ frameioState }, { folder }) => writeFileSync(join(folder, 'token.txt'), `${frameioState.token}\n`),
    printed: ['integration@sandbox.invalid'],
  },
  {
    file: 'legacy-token.ts',
    printed: ['Sandbox Integration'],
    check: ({ calls }) => expect(calls).toMatchObject([{ headers: { 'x-frameio-legacy-token-auth': 'true' } }]),
  },
  {
    file: 'ids.ts',
    printed: [
      expect.stringMatching(`^account ${UUID}  Sandbox$`),
      expect.stringMatching(`^  workspace ${UUID}  root folder ${UUID}  Sandbox$`),
    ],
  },
  {
    file: 'app.ts',
    check: async (stage, { handler }) => {
      expect(await deliver(stage, handler)).toMatchObject({ statusCode: 200, body: '{"outcome":"completed"}' });
      expect(stage.calls).toMatchObject([
        { method: 'POST', url: '/ims/token/v3' },
        { method: 'GET', url: expect.stringContaining('/files/'), headers: { 'x-sent-by': 'launch-films' } },
      ]);
    },
  },
  {
    file: 'calls.ts',
    printed: ['00:00:02:00'],
    check: (stage) => expect(texts(stage)).toContain('Sandbox Integration has seen Launch film.mov.'),
  },
  {
    file: 'lists.ts',
    printed: ['First', 'Second', 'Third', '2 of 3, more: true', 1],
  },
  {
    file: 'folder.ts',
    prepare: ({ frameioState }) => {
      const versions = [1, 2].map((fileSize) => frameioState.addFile({ name: 'Trailer.mov', fileSize }).id);
      frameioState.createVersionStack(versions);
    },
    printed: ['Trailer.mov, a version_stack', 'Launch film.mov, 48318382 bytes'],
  },
  { file: 'includes.ts', printed: ['uploader@sandbox.invalid', expect.stringMatching(/^https?:/)] },
  {
    file: 'upload.ts',
    prepare: (_, { folder }) => writeFileSync(join(folder, 'take-2.mov'), '0123456789'),
    printed: ['100 %', 'uploaded'],
    check: (stage) => expect(uploaded(stage)).toContainEqual({ name: 'Take 2.mov', file_size: 10, status: 'uploaded' }),
  },
  {
    file: 'upload-stream.ts',
    check: (stage) =>
      expect(uploaded(stage)).toContainEqual({ name: 'Interview.wav', file_size: 10, status: 'uploaded' }),
  },
  {
    file: 'upload-bytes.ts',
    prepare: (stage) => {
      stage.transcodesImmediately = true;
    },
    printed: ['transcoded'],
  },
  {
    file: 'upload-version.ts',
    prepare: (_, { folder }) => writeFileSync(join(folder, 'graded.mov'), '0123456789'),
    printed: ['Launch film.mov true'],
  },
  { file: 'download.ts', printed: ['Launch film.mov, 48318382 bytes'] },
  { file: 'download-stream.ts', printed: ['efficient 12079596'] },
  { file: 'errors.ts', printed: ['not_found 404 [{"detail":"Not found"}]'] },
  {
    file: 'post-once.ts',
    prepare: (stage) => {
      stage.losesResponses = true;
    },
    check: (stage) => expect(texts(stage)).toEqual(['First', 'Second', 'Third', 'Checked.']),
  },
  { file: 'timeouts.ts', check: (stage) => expect(texts(stage)).toContain('Seen: Launch film.mov') },
  { file: 'rate-limit.ts', check: (stage) => expect(texts(stage).slice(-3)).toEqual(['One', 'Two', 'Three']) },
  {
    file: 'hooks.ts',
    printed: [expect.stringMatching(/^GET \/v4\/me attempt 1: 200 after \d+ ms$/), expect.anything()],
  },
  { file: 'raw.ts', printed: [expect.stringMatching(/^200 \d+ Sandbox Integration$/)] },
  { file: 'request.ts', printed: ['Launch film.mov Sandbox'] },
  {
    file: 'restore.ts',
    printed: ['Launch film.mov is back'],
    check: ({ calls }) => expect(calls.at(-1)).toMatchObject({ headers: { 'api-version': 'experimental' } }),
  },
  {
    file: 'own-client.ts',
    check: async (stage, { app }) => {
      if (!(app instanceof App)) throw new Error('The example exports no app.');
      app.onWebhook('file.ready', async ({ client }) => void (await client.users.show()));
      expect(await deliver(stage, await endpointHandler(app))).toMatchObject({ statusCode: 200 });
      expect(stage.calls).toMatchObject([{ url: '/v4/me' }]);
    },
  },
];

/** Source files of the errors that a client can throw. */
const ERROR_FILES = [
  'lib/core/errors.ts',
  'lib/aws/aws-errors.ts',
  'lib/client/errors/api-call-error.ts',
  'lib/client/errors/client-rate-limit-error.ts',
  'lib/client/errors/download-errors.ts',
  'lib/client/errors/frameio-api-error.ts',
  'lib/client/errors/no-response-errors.ts',
  'lib/client/errors/status-errors.ts',
  'lib/client/errors/token-exchange-error.ts',
  'lib/client/errors/token-revocation-error.ts',
  'lib/client/errors/upload-errors.ts',
  'lib/store/store-errors.ts',
];

/** Examples that others import, and one that needs the official SDK. */
const NOT_RUN_THEMSELVES = ['client.ts', 'describe.ts', 'official-sdk.ts'];

describe('the examples', () => {
  it('are all run, except those that others import and the one with the official SDK', () => {
    const project = projectOf(document);
    const run = EXAMPLES.map(({ file }) => file);
    expect([...project.files].sort()).toEqual([...run, ...NOT_RUN_THEMSELVES].sort());
    project.remove();
  });
});

describe('an example, run against a local Frame.io,', () => {
  const environment = { ...process.env };
  let stage: Stage;
  let project: DocumentProject;
  beforeEach(async () => {
    stage = await startStage();
    project = projectOf(document);
    Object.assign(process.env, stage.variables);
  });
  afterEach(async () => {
    for (const name of Object.keys(stage.variables)) delete process.env[name];
    Object.assign(process.env, environment);
    jest.restoreAllMocks();
    await stage.close();
    project.remove();
  });

  it.each(EXAMPLES)('$file has its documented output and effects', async ({ file, prepare, printed = [], check }) => {
    prepare?.(stage, project);
    const lines: unknown[] = [];
    jest.spyOn(console, 'log').mockImplementation((...values) => void lines.push(lineOf(values)));
    const module = await import(join(project.folder, file));
    expect(lines).toEqual(printed);
    await check?.(stage, module);
  });
});

function lineOf(values: readonly unknown[]): unknown {
  if (values.length === 1) return values[0];
  return values.map((value) => (typeof value === 'object' ? JSON.stringify(value) : String(value))).join(' ');
}

describe('the tables', () => {
  it('contain every method of the client', () => {
    expect(withOperations(document).text).toBe(document);
  });

  it.each([
    { file: 'lib/client/client.ts', name: 'FrameioClientSettings' },
    { file: 'lib/client/client.ts', name: 'FrameioClientOptions' },
    { file: 'lib/client/transport/hooks.ts', name: 'ClientHooks' },
    { file: 'lib/client/transport/api-request.ts', name: 'RequestOptions' },
    { file: 'lib/client/upload/upload.ts', name: 'FileUpload' },
    { file: 'lib/client/download/download.ts', name: 'FileDownload' },
  ])('contain every option of $name', ({ file, name }) => {
    const options = propertiesOf(readDocument(file), name);
    expect(options.length).toBeGreaterThan(0);
    for (const option of options) expect(document).toContain(`\n| \`${option}\` |`);
  });

  it('contain every option of server-to-server credentials', () => {
    for (const option of propertiesOf(
      readDocument('lib/client/auth/server-to-server-auth.ts'),
      'ServerToServerOptions',
    )) {
      expect(document).toMatch(new RegExp(`\`${option}\`|^ +${option}:`, 'm'));
    }
  });

  it('contain every error, with its code and status', () => {
    const source = ERROR_FILES.map(readDocument).join('\n');
    const exported = Object.entries({ ...awsErrors, ...clientApi, ...coreErrors, ...storeErrors });
    const classes = exported.flatMap(([name, value]) => (isErrorClass(value) ? [name] : []));
    expect(classes.length).toBeGreaterThan(20);
    for (const name of classes) {
      const body = source.split(`class ${name} `)[1]?.split('\n}')[0] ?? '';
      const code = /readonly code(?:: string)? = '(\w+)'/.exec(body)?.[1];
      const status = new RegExp(`\\n  (\\d{3}): ${name},`).exec(source)?.[1];
      const row = document.split('\n').find((line) => line.startsWith(`| \`${name}\` |`));
      const [, , documentedCode, documentedStatus] = (row ?? '').split('|').map((cell) => cell.trim());
      expect({ name, code: documentedCode }).toEqual({ name, code: code === undefined ? '' : `\`${code}\`` });
      if (status) expect({ name, status: documentedStatus }).toEqual({ name, status });
    }
  });

  it('contain the statuses after which the client retries', () => {
    const rows = document.split('\n').filter((line) => /^\| \d{3}.*\| (retry|no) \|/.test(line));
    expect(rows.length).toBeGreaterThan(4);
    for (const row of rows) {
      const [, said = '', ...cells] = row.split('|').map((cell) => cell.trim());
      for (const status of said.match(/\d{3}/g) ?? []) {
        const about = { operation: 'x', method: 'x', path: 'x', status: Number(status), errors: [] };
        const isRetried = [true, false].map((isIdempotent) =>
          retryDelayMs({ error: apiErrorFor(about), attempt: 0, isIdempotent, random: 1 }) === undefined
            ? 'no'
            : 'retry',
        );
        expect({ status, isRetried }).toEqual({ status, isRetried: cells.slice(0, 2) });
      }
    }
  });
});

it('npm run docs -- --check reports an up-to-date table, and --help prints the usage', async () => {
  expect(await runScript('docs', ['--check'])).toMatchObject({
    exitCode: 0,
    output: expect.stringMatching(/up to date/),
  });
  expect(await runScript('docs', ['--help'])).toMatchObject({ exitCode: 0, output: expect.stringMatching(/^Usage/) });
});

it('refuses a document without a place for the table', () => {
  expect(() => withOperations('# The client')).toThrow('no place');
});

function isErrorClass(value: unknown): boolean {
  return value === coreErrors.FrameioLambdaError || Object(value).prototype instanceof coreErrors.FrameioLambdaError;
}
