import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BuildOptions, build } from 'esbuild';
import { ALIASES } from '../../cdk/bundling/aliases.ts';
import { BUILD_OPTIONS } from '../../cdk/bundling/build-options.ts';
import { runIsolated } from '../support/run-command.ts';
import { type ScriptedServer, scriptedServer } from '../support/scripted-server.ts';
import { builtEndpoint, builtWorker } from '../support/synthesized.ts';

const BUNDLES = {
  endpoint: builtEndpoint('inline'),
  'queued endpoint': builtEndpoint('queued'),
  worker: builtWorker(),
} as const;

const FIXTURE = '../fixtures/comment-app';

const NAMES = ['endpoint', 'queued endpoint', 'worker'] as const;

const ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'token',
};

let folder: string;
let server: ScriptedServer;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'substitutions-'));
  server = await scriptedServer((response, _, { method }) =>
    response
      .writeHead(200, { 'content-type': 'application/octet-stream' })
      .end(method === 'GET' ? BYTES : JSON.stringify({ Item: { id: { S: 'found' } } })),
  );
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await server.close();
});

/** Bytes that are not valid text. */
const BYTES = Buffer.from([0, 255, 128, 10]);

/** Bundles a program as a deployment bundles a function. */
async function bundle(program: string, options: BuildOptions = {}): Promise<string> {
  const outfile = join(folder, `${Math.random()}.mjs`);
  const resolveDir = fileURLToPath(new URL('.', import.meta.url));
  await build({
    ...BUILD_OPTIONS,
    stdin: { contents: program, resolveDir },
    outfile,
    logLevel: 'error',
    ...options,
  });
  return outfile;
}

/** Runs a program in a bundle, as a handler would run. Returns what it prints. */
async function run(program: string, environment: Readonly<Record<string, string>> = {}): Promise<string> {
  const variables = { ...ENVIRONMENT, ENDPOINT: server.url, ...environment };
  const { output } = await runIsolated(process.execPath, ['--no-warnings', await bundle(program)], variables);
  return output;
}

describe('a default client of the AWS SDK in a bundle', () => {
  it('reads its credentials from the environment at each call', async () => {
    const program = `
      import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
      const client = new DynamoDBClient({ endpoint: process.env.ENDPOINT });
      const get = () => client.send(new GetItemCommand({ TableName: 'table', Key: { id: { S: 'wanted' } } }));
      await get();
      process.env.AWS_ACCESS_KEY_ID = 'replaced-id';
      console.log((await get()).Item.id.S);`;
    expect(await run(program)).toBe('found\n');
    const [first, second] = server.seen.slice(-2).map(({ headers }) => headers);
    expect(first?.authorization).toContain(`Credential=${ENVIRONMENT.AWS_ACCESS_KEY_ID}/`);
    expect(first?.['x-amz-security-token']).toBe('token');
    expect(second?.authorization).toContain('Credential=replaced-id/');
  });

  it('sends and receives streams of bytes', async () => {
    const program = `
      import { Readable } from 'node:stream';
      import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
      const client = new S3Client({ endpoint: process.env.ENDPOINT, forcePathStyle: true });
      const place = { Bucket: 'bucket', Key: 'key' };
      const { Body } = await client.send(new GetObjectCommand(place));
      console.log([...(await Body.transformToByteArray())].join());
      const sent = Readable.from([Buffer.from('some '), Buffer.from('text')]);
      await client.send(new PutObjectCommand({ ...place, Body: sent, ContentLength: 9 }));`;
    expect(await run(program)).toBe(`${[...BYTES].join()}\n`);
    expect(server.seen.at(-1)).toMatchObject({ method: 'PUT', body: expect.stringContaining('some ') });
  });

  it('reports the missing event streams for an operation that needs them', async () => {
    const program = `
      import { S3Client, SelectObjectContentCommand } from '@aws-sdk/client-s3';
      const client = new S3Client({ endpoint: process.env.ENDPOINT, forcePathStyle: true });
      const query = { ExpressionType: 'SQL', Expression: 'x', InputSerialization: {}, OutputSerialization: {} };
      const command = new SelectObjectContentCommand({ Bucket: 'bucket', Key: 'key', ...query });
      await client.send(command).catch((error) => console.log(error.message));`;
    expect(await run(program)).toContain('This bundle contains no event streams. To use them, remove their alias');
  });

  it('reports missing credentials', async () => {
    const program = `
      import { ListQueuesCommand } from '@aws-sdk/client-sqs';
      import { createSqsClient } from '../../lib/aws/sqs-client.ts';
      await createSqsClient().send(new ListQueuesCommand()).catch(({ code, message }) => console.log(code, message));`;
    expect(await run(program, { AWS_SECRET_ACCESS_KEY: '' })).toMatch(
      /^config_error There are no AWS credentials: .* set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/,
    );
  });
});

describe('a replacement exports every name of the original module:', () => {
  it.each(['@aws-sdk/credential-provider-node', '@smithy/node-http-handler', '@smithy/core/event-streams'])(
    '%s',
    async (name) => {
      const wanted = Object.keys(await import(name)).filter(
        (exported) => !/^(default|module\.exports)$/.test(exported),
      );
      const given = Object.keys(await import(ALIASES[name] ?? ''));
      expect(wanted.length).toBeGreaterThan(0);
      expect(given).toEqual(expect.arrayContaining(wanted));
    },
  );
});

/** Texts that survive minification, from the code that each substitution removes. */
const REMOVED = {
  '@aws-sdk/credential-provider-node': ['AWS_CONTAINER_CREDENTIALS_RELATIVE_URI', 'credential_process', 'sso_session'],
  '@smithy/node-http-handler': ['socket usage'],
  '@smithy/core/event-streams': [':event-type', ':exception-type'],
  '@aws-lambda-powertools/jmespath/functions': ['funcPowertoolsJson'],
  '@aws-lambda-powertools/jmespath': ['JMESPathError'],
} as const satisfies Record<string, readonly string[]>;

describe('the substitutions', () => {
  it('number at most five, each with a test of its effect', () => {
    expect(Object.keys(ALIASES).length).toBeLessThanOrEqual(5);
    expect(Object.keys(ALIASES).sort()).toEqual(Object.keys(REMOVED).sort());
  });

  it.each(NAMES)('remove their code from the bundle of the %s', (name) => {
    const text = readFileSync(BUNDLES[name].bundlePath, 'utf8');
    expect(
      Object.values(REMOVED)
        .flat()
        .filter((removed) => text.includes(removed)),
    ).toEqual([]);
  });

  it('are necessary: a bundle without them contains that code', async () => {
    const program = `export * as worker from '${FIXTURE}/worker.ts'; export * from '${FIXTURE}/endpoint.ts';`;
    const text = readFileSync(await bundle(program, { alias: {} }), 'utf8');
    expect(
      Object.values(REMOVED)
        .flat()
        .filter((removed) => !text.includes(removed)),
    ).toEqual([]);
  });
});

// Loading modules of Node takes several ms of each cold start. No other test notices.
describe('the bundle does not load undici or http2:', () => {
  const UNWANTED = ['internal/deps/undici/undici', 'http2'];

  it.each(NAMES)('the %s', async (name) => {
    const { bundlePath, environment } = BUNDLES[name];
    const program = `
      await import(${JSON.stringify(pathToFileURL(bundlePath).href)});
      console.log(JSON.stringify(process.moduleLoadList));
      process.exit();`;
    const settings = Object.entries(environment).map(([variable, value]) => [variable, String(value)]);
    const closedPort = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9' };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      env: { ...Object.fromEntries(settings), ...ENVIRONMENT, ...closedPort },
    });
    if (status !== 0) throw new Error(stderr.slice(-1_000));
    const loaded: readonly string[] = JSON.parse(stdout);
    expect(loaded).toEqual(expect.arrayContaining(['NativeModule https', 'NativeModule crypto']));
    expect(UNWANTED.filter((module) => loaded.includes(`NativeModule ${module}`))).toEqual([]);
  });
});
