import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { SecretsManager } from '../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { frameioListener } from '../../sandbox/frameio/frameio-listener.ts';
import { imsClient, userOfToken } from '../../sandbox/frameio/ims/ims-tokens.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { type LocalServer, listen } from '../../sandbox/http/listen.ts';
import { blocksOf, readDocument } from '../support/documents.ts';
import { startIdempotencyTable, type TestTable } from '../support/idempotency-table.ts';
import {
  copyOwnProject,
  installNode,
  installPackage,
  makeFolder,
  packPackage,
  removeFolder,
  run,
  runChecked,
  type Tarball,
} from './installed-project.ts';
import { RUNNERS, writeRunnerTests } from './runners.ts';
import { type ScheduledFunctions, synthesizeScheduled } from './scheduled-stack.ts';

jest.setTimeout(300_000);

const root = fileURLToPath(new URL('../..', import.meta.url));
const packages = makeFolder('packages');
const project = makeFolder('project');
let tarball: Tarball;

beforeAll(async () => {
  tarball = await packPackage(packages);
  await installPackage(project, tarball.path);
  copyOwnProject(project);
  const parts = blocksOf(readDocument('docs/cdk.md'), 'ts').find((block) => block.startsWith('// cdk/parts.ts'));
  writeFileSync(join(project, 'cdk/parts.ts'), parts ?? '');
});

afterAll(() => {
  removeFolder(packages);
  removeFolder(project);
});

describe('the tarball', () => {
  it('contains the compiled package, the guides and no tests', () => {
    const folders = tarball.files.map(({ path }) =>
      path
        .split('/')
        .slice(0, path.startsWith('docs/') ? 1 : 2)
        .join('/'),
    );
    expect([...new Set(folders)].sort()).toEqual([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'dist/cdk',
      'dist/cli',
      'dist/lib',
      'dist/sandbox',
      'dist/testing',
      'docs',
      'package.json',
    ]);
    expect(
      tarball.files.filter(({ path }) => /\.test\.|(^|\/)test\//.test(path) && !path.includes('template')),
    ).toEqual([]);
  });

  it('is smaller than 1 MB', () => {
    expect(tarball.size).toBeLessThan(1_000_000);
  });

  it('has no fault that publint finds', async () => {
    expect(await run(root, ['npx', 'publint', 'run', tarball.path, '--strict'])).toMatchObject({ exitCode: 0 });
  });

  it('has no fault in its types that attw finds', async () => {
    const command = ['npx', 'attw', tarball.path, '--profile', 'esm-only'];
    expect(await run(root, command)).toMatchObject({ exitCode: 0 });
  });
});

describe('an installed package', () => {
  it.each(['nodenext', 'bundler'])(
    'compiles strictly with its libraries and moduleResolution %s',
    async (resolution) => {
      const module = resolution === 'bundler' ? 'esnext' : resolution;
      const options = ['--noEmit', '--strict', '--allowImportingTsExtensions'];
      const target = ['--target', 'es2022', '--types', 'node', '--module', module, '--moduleResolution', resolution];
      const files = [
        'functions/endpoint.ts',
        'functions/queued-endpoint.ts',
        'functions/worker.ts',
        'cdk/app.ts',
        'cdk/parts.ts',
        'use-client.ts',
      ];
      expect(await run(project, ['npx', 'tsc', ...options, ...target, ...files])).toEqual({ exitCode: 0, output: '' });
    },
  );

  it('does not import the sources of this repository', async () => {
    const program = "console.log(import.meta.resolve('frameio-lambda'))";
    const output = await runChecked(project, ['node', '--input-type=module', '-e', program]);
    expect(output.trim()).toMatch(/\/node_modules\/frameio-lambda\/dist\/lib\/index\.js$/);
  });
});

describe('a test of an installed app', () => {
  beforeAll(() => writeRunnerTests(project));

  it.each(RUNNERS)('passes in $name', async ({ command }) => {
    expect(await run(project, command)).toMatchObject({ exitCode: 0 });
  });
});

describe('an example of docs/cdk.md', () => {
  it('synthesizes with the constructs of the installed package', async () => {
    const program = `import { stack } from './parts.ts';
const { template } = stack.node.root.synth().getStackByName('Studios');
console.log(Object.values(template.Resources).map(({ Type }) => Type).join());`;
    writeFileSync(join(project, 'cdk/synthesize-parts.js'), program);
    const output = await runChecked(project, ['npx', 'tsx', 'cdk/synthesize-parts.js']);
    expect(output.match(/AWS::ApiGatewayV2::Api,/g)).toHaveLength(2);
    expect(output.match(/AWS::Lambda::Function,/g)).toHaveLength(3);
  });
});

/** Imports every entry of the package, and prints what its main entry exports. */
const IMPORT_ALL = `
  const names = ['', '/client', '/cdk', '/testing', '/sandbox'];
  const [main, client, cdk, kit, sandbox] = await Promise.all(names.map((name) => import('frameio-lambda' + name)));
  console.log([main.App, client.FrameioClient, cdk.FrameioWebhook, kit.testApp, sandbox.startSandbox].map((entry) => typeof entry).join());
`;

describe.each(['20.19', '22', '24'])('on Node.js %s', (version) => {
  let node: string;

  beforeAll(async () => {
    node = await installNode(packages, version);
  });

  it('imports each entry', async () => {
    expect(await run(project, ['node', '--version'], node)).toEqual({
      exitCode: 0,
      output: expect.stringContaining(`v${version}.`),
    });
    const command = ['node', '--input-type=module', '-e', IMPORT_ALL];
    expect(await run(project, command, node)).toMatchObject({
      exitCode: 0,
      output: 'function,function,function,function,function\n',
    });
  });

  it("synthesizes a stack with a webhook, and runs the project's own handler in the sandbox", async () => {
    const { exitCode, output } = await run(project, ['npx', 'frameio-lambda', 'start', '--once'], node);
    expect(output).toContain('Please review Launch film v3.mp4, says the installed package.');
    expect(exitCode).toBe(0);
    expect(existsSync(join(project, 'node_modules', 'frameio-lambda', 'lib'))).toBe(false);
  });
});

describe('a function of the installed package, synthesized and run as Lambda does', () => {
  const frameio = new FrameioState();
  const secretsManager = new SecretsManager();
  const accountId = frameio.account.id;
  const target = {
    accountId,
    workspaceIds: [frameio.workspace.id],
    name: 'Own',
    webhookUrl: 'https://example.com/own',
  };
  const servers: LocalServer[] = [];
  let table: TestTable;
  let functions: ScheduledFunctions;
  let variables: Record<string, string>;

  beforeAll(async () => {
    functions = await synthesizeScheduled(project);
    table = await startIdempotencyTable();
    servers.push(await listen(secretsManager.listener));
    servers.push(await listen(frameioListener({ state: frameio, now: () => Date.now() * 1_000 })));
    const [aws = '', api = ''] = servers.map(({ url }) => url);
    secretsManager.create('webhooks');
    secretsManager.put('credentials', frameio.token);
    variables = {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: aws,
      AWS_ENDPOINT_URL_DYNAMODB: table.url,
      FRAMEIO_BASE_URL: api,
      ADOBE_IMS_URL: api,
      API_CREDENTIALS_SECRET_ID: 'credentials',
      SIGNING_SECRETS_SECRET_ID: 'webhooks',
      IDEMPOTENCY_TABLE: table.name,
      QUEUE_URL: 'https://sqs.us-east-1.amazonaws.com/123456789012/deliveries',
      RECONCILIATION_SETTINGS: JSON.stringify({ accountId, projectIds: [frameio.project.id], lookBackMs: 86_400_000 }),
    };
  });

  afterAll(async () => {
    await Promise.all(Object.values(functions).map((each) => each.stop()));
    await Promise.all(servers.map((server) => server.close()));
    await table.close();
  });

  it('registers the app, and then replaces its signing secret', async () => {
    const manifest = {
      version: 1,
      handlers: [{ name: 'own', events: ['file.ready'] }],
      actions: [],
      env: {},
      secrets: {},
    };
    const ResourceProperties = { ...target, manifest: JSON.stringify(manifest) };
    const request = { RequestType: 'Create', RequestId: 'request-1', ResourceProperties };
    const registered = { Data: { Status: 'Registered with Frame.io: 1 webhook.' } };
    expect(await functions.registration.invoke(request, variables)).toMatchObject(registered);
    const [first] = frameio.stores.webhooks.all();
    await functions.signingSecretRotation.invoke({ ...target, waitMs: 0 }, variables);
    const [second, ...others] = frameio.stores.webhooks.all();
    expect(others).toEqual([]);
    expect(second?.secret).not.toBe(first?.secret);
    expect(JSON.parse(secretsManager.text('webhooks') ?? '')).toEqual({
      [`${accountId}/${second?.id}`]: second?.secret,
    });
  });

  it('stores a new token', async () => {
    const { id: client_id, secret: client_secret } = imsClient(frameio);
    secretsManager.put('server-to-server', JSON.stringify({ client_id, client_secret }));
    const ClientRequestToken = secretsManager.startRotation('server-to-server');
    for (const Step of ['createSecret', 'setSecret', 'testSecret', 'finishSecret']) {
      await functions.tokenRotation.invoke({ Step, SecretId: 'server-to-server', ClientRequestToken }, variables);
    }
    const { token } = JSON.parse(secretsManager.text('server-to-server') ?? '');
    expect(userOfToken(frameio, token)).toBeDefined();
  });

  it('looks for lost events', async () => {
    await functions.reconciliation.invoke({}, variables);
    expect(functions.reconciliation.output.join()).toContain('reconciliation completed');
  });
});

describe('a new project', () => {
  const folder = makeFolder('new project');

  afterAll(() => removeFolder(folder));

  it('is written by npx frameio-lambda init, compiles, passes its test, comments on a file and synthesizes', async () => {
    const init = ['npx', '--yes', '--package', tarball.path, 'frameio-lambda', 'init'];
    expect(await runChecked(folder, init)).toContain('npm install');
    await runChecked(folder, ['npm', 'install', '--no-audit', '--no-fund', tarball.path]);
    expect(await run(folder, ['npx', 'tsc', '--noEmit'])).toEqual({ exitCode: 0, output: '' });
    await runChecked(folder, ['npm', 'test']);
    expect(await runChecked(folder, ['npm', 'start', '--', '--once'])).toContain('Launch film v3.mp4 is ready.');
    await runChecked(folder, ['npx', 'cdk', 'synth', '--quiet']);
  });
});
