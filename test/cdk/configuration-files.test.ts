import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DeploymentUnderTest } from '../support/deployment-under-test.ts';
import { runIsolated } from '../support/run-command.ts';

/** Prints each file that is read as the AWS SDK reads configuration files: with `readFile` of `node:fs/promises`. */
const SPY = `
  import promises from 'node:fs/promises';
  import { syncBuiltinESMExports } from 'node:module';
  const { readFile } = promises;
  promises.readFile = (path, ...rest) => {
    if (typeof path === 'string') console.log('configuration file read: ' + path); // Node reads modules by URL
    return readFile(path, ...rest);
  };
  syncBuiltinESMExports();`;

let folder: string;
let spy: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'spy-'));
  writeFileSync(join(folder, 'spy.mjs'), SPY);
  spy = `--import=${pathToFileURL(join(folder, 'spy.mjs'))}`;
});
afterAll(() => rmSync(folder, { recursive: true }));

const readIn = (lines: readonly string[]) => lines.filter((line) => line.includes('configuration file read'));

// The SDK reads them at each cold start if `clientConfig` misses a single option. No other test notices.
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
      // A second delivery goes through the queue, so that the inline endpoint sends a message too.
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

it('the spy sees the configuration files that the default SDK reads', async () => {
  const program = `
    import { ListQueuesCommand, SQSClient } from '@aws-sdk/client-sqs';
    await new SQSClient({ endpoint: 'http://127.0.0.1:9', maxAttempts: 1 }).send(new ListQueuesCommand()).catch(() => {});`;
  const environment = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'key' };
  const options = [spy, '--no-warnings', '--input-type=module', '-e', program];
  const { output } = await runIsolated(process.execPath, options, environment);
  expect(readIn(output.split('\n'))).not.toEqual([]);
});
