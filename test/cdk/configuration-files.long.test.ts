import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { build } from 'esbuild';
import { BUILD_OPTIONS } from '../../cdk/bundling/build-options.ts';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { runIsolated } from '../support/run-command.ts';

/** Prints each file that is read with `readFile` of `node:fs/promises`, as the AWS SDK reads configuration files. */
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

// If `clientConfig` omits one option, the SDK reads the files at each cold start. No other test notices.
describe.each(['inline', 'queued'] as const)('the %s deployment', (mode) => {
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
      // The second delivery goes through the queue, so that the inline endpoint calls SQS, too.
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
])('$client reads no configuration file when it calls AWS', async ({ client, file, command, input }) => {
  const sdk = `@aws-sdk/client-${file.replace('-client', '')}`;
  const contents = `
    import { ${command}Command } from '${sdk}';
    import { ${client} } from '../../lib/aws/${file}.ts';
    const hosts = [];
    const handle = async ({ hostname }) => {
      hosts.push(hostname);
      return { response: { statusCode: 200, headers: {}, body: new Uint8Array() } };
    };
    const requestHandler = { handle, updateHttpClientConfig() {}, httpHandlerConfigs: () => ({}) };
    await ${client}({ requestHandler }).send(new ${command}Command(${JSON.stringify(input)}));
    console.log('called ' + hosts);`;
  const outfile = join(folder, `${client}.mjs`);
  const resolveDir = fileURLToPath(new URL('.', import.meta.url));
  await build({ ...BUILD_OPTIONS, stdin: { contents, resolveDir }, outfile });
  const { output } = await runIsolated(process.execPath, [spy, '--no-warnings', outfile], ENVIRONMENT);
  expect(output).toMatch(/^called [a-z]+\.us-east-1\.amazonaws\.com\n$/);
});

it('detects that a default client of the AWS SDK reads configuration files', async () => {
  const program = `
    import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
    await new SQSClient({ endpoint: 'http://127.0.0.1:9', maxAttempts: 1 }).send(new ListQueuesCommand()).catch(() => {});`;
  const options = [spy, '--no-warnings', '--input-type=module', '-e', program];
  const { output } = await runIsolated(process.execPath, options, ENVIRONMENT);
  expect(readIn(output.split('\n'))).not.toEqual([]);
});
