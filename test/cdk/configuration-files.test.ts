import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { ALIASES } from '../../cdk/bundling/aliases.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { runIsolated } from '../support/run-command.ts';

/** Says so when a file is read as the AWS SDK reads configuration files: with the `readFile` of `node:fs/promises`. */
const SPY = `
  import promises from 'node:fs/promises';
  import { syncBuiltinESMExports } from 'node:module';
  const { readFile } = promises;
  promises.readFile = (path, ...rest) => {
    if (typeof path === 'string') console.log('configuration file read: ' + path); // Node reads modules by URL
    return readFile(path, ...rest);
  };
  syncBuiltinESMExports();`;

const ENVIRONMENT = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' };

let folder: string;
let spy: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spy-'));
  writeFileSync(join(folder, 'spy.mjs'), SPY);
  spy = `--import=${pathToFileURL(join(folder, 'spy.mjs'))}`;
});
afterAll(() => rmSync(folder, { recursive: true }));

const readIn = (lines: readonly string[]) => lines.filter((line) => line.includes('configuration file read'));

// One option that `clientConfig` leaves out makes the SDK read them, at each cold start, and nothing else tells of it.
describe.each(['inline', 'queued'] as const)('a deployment, %s,', (mode) => {
  it('reads no configuration file from a cold start to the end of a delivery', async () => {
    const variables = { NODE_OPTIONS: spy };
    const deployment = await DeploymentUnderTest.start({
      mode,
      endpointVariables: variables,
      workerVariables: (usual) => ({ ...usual, ...variables }),
    });
    try {
      const fileId = deployment.newFile();
      await deployment.deliver(deployment.genuine({ fileId }));
      // One more by way of the queue, so that the inline endpoint sends, too.
      const another = deployment.newFile();
      deployment.endpoint.apiFault = () => 503;
      await deployment.deliver(deployment.genuine({ fileId: another }));
      deployment.endpoint.apiFault = undefined;
      await deployment.drain();
      expect([deployment.commentsOn(fileId), deployment.commentsOn(another)]).toEqual([1, 1]);
      expect(readIn(deployment.endpoint.logs)).toEqual([]);
    } finally {
      await deployment.stop();
    }
  });
});

it.each([
  {
    client: 'createSecretsManagerClient',
    file: 'secrets-manager-client',
    command: 'GetSecretValue',
    input: { SecretId: 's' },
  },
  { client: 'createSqsClient', file: 'sqs-client', command: 'ListQueues', input: {} },
  { client: 'createDynamoDbClient', file: 'dynamodb-client', command: 'GetItem', input: { TableName: 't', Key: {} } },
])('$client reads none either where AWS itself is called', async ({ client, file, command, input }) => {
  const sdk = `@aws-sdk/client-${file.replace('-client', '')}`;
  const contents = `
    import { ${command}Command } from '${sdk}';
    import { ${client} } from '../../lib/aws/${file}.ts';
    const asked = [];
    const handle = async ({ hostname }) => {
      asked.push(hostname);
      return { response: { statusCode: 200, headers: {}, body: new Uint8Array() } };
    };
    const requestHandler = { handle, updateHttpClientConfig() {}, httpHandlerConfigs: () => ({}) };
    await ${client}({ requestHandler }).send(new ${command}Command(${JSON.stringify(input)}));
    console.log('asked ' + asked);`;
  const outfile = join(folder, `${client}.mjs`);
  const resolveDir = fileURLToPath(new URL('.', import.meta.url));
  await build({
    stdin: { contents, resolveDir },
    outfile,
    alias: ALIASES,
    bundle: true,
    platform: 'node',
    format: 'esm',
    mainFields: ['module', 'main'],
  });
  const { output } = await runIsolated(process.execPath, [spy, '--no-warnings', outfile], ENVIRONMENT);
  expect(output).toMatch(/^asked [a-z]+\.us-east-1\.amazonaws\.com\n$/);
});

it('the SDK as it comes reads them, and the spy sees it', async () => {
  const program = `
    import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
    await new SQSClient({ endpoint: 'http://127.0.0.1:9', maxAttempts: 1 }).send(new ListQueuesCommand()).catch(() => {});`;
  const options = [spy, '--no-warnings', '--input-type=module', '-e', program];
  const { output } = await runIsolated(process.execPath, options, ENVIRONMENT);
  expect(readIn(output.split('\n'))).not.toEqual([]);
});
