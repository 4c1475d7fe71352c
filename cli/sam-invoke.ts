import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { functionOf } from '../cdk/read-synthesized.ts';
import { SETTINGS } from '../cdk/settings.ts';
import { synthesize } from '../cdk/synthesize.ts';
import { ENV } from '../lib/core/env.ts';
import { SecretsManager } from '../sandbox/aws/secrets-manager/secrets-manager.ts';
import { frameioListener } from '../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../sandbox/frameio/state/frameio-state.ts';
import { signedHeaders } from '../sandbox/frameio/webhooks/signed-headers.ts';
import { listen } from '../sandbox/http/listen.ts';
import { SAMPLE_FILE } from '../sandbox/sample-file.ts';
import { runCommand } from './run-command.ts';
import { findMissingPrerequisites } from './sam/prerequisites.ts';

const HELP = `Usage: npm run sam:invoke -- [event] [options]

Synthesizes the stack and invokes its endpoint function once with \`sam local invoke\`, in the container image that
Lambda uses. The command starts a local Frame.io and a local Secrets Manager for the function. Needs the AWS SAM CLI and
Docker, but no Frame.io or AWS account.

  event    path of an event file (default events/file-ready.json). The command signs the event
  --help   show this help`;

const WORK_FOLDER = '.sandbox/sam';

/** Host name of this machine inside the container. */
const HOST_NAME = 'host.docker.internal';

async function invokeWithSam(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const missing = findMissingPrerequisites();
  if (missing.length > 0) {
    console.error(`\n${missing.join('\n')}\n\nTo run the same bundle in a plain process, use \`npm start\`.`);
    return 1;
  }
  mkdirSync(WORK_FOLDER, { recursive: true });
  // The machine's own architecture: emulating another one is slow, and not always possible.
  const architecture = process.arch === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64;
  const stack = synthesize(join(WORK_FOLDER, 'cdk.out'), {
    ...SETTINGS,
    deliveryMode: 'inline', // the one invocation posts the comment
    endpoint: { ...SETTINGS.endpoint, architecture },
  });
  const endpoint = functionOf(stack, 'endpoint');

  const frameioState = new FrameioState();
  const file = frameioState.addFile(SAMPLE_FILE);
  const secretsManager = new SecretsManager();
  const signingSecret = randomBytes(24).toString('hex');
  secretsManager.put('signing-secrets', signingSecret);
  secretsManager.put('api-credentials', frameioState.token);
  // The container connects from outside the loopback interface.
  const frameio = await listen(
    frameioListener({
      state: frameioState,
      now: Date.now,
      onCall: ({ method, path, status }) => console.log(`${method} ${path} ${status}`),
    }),
    0,
    '0.0.0.0',
  );
  const secrets = await listen(secretsManager.listener, 0, '0.0.0.0');

  const eventPath = join(WORK_FOLDER, 'event.json');
  const sample = JSON.parse(readFileSync(positionals[0] ?? 'events/file-ready.json', 'utf8'));
  writeFileSync(eventPath, JSON.stringify(signEvent(sample, frameioState.account.id, file.id, signingSecret)));
  const variablesPath = join(WORK_FOLDER, 'environment.json');
  const variables = {
    [ENV.frameioBaseUrl]: `http://${HOST_NAME}:${frameio.port}`,
    [ENV.secretsManagerUrl]: `http://${HOST_NAME}:${secrets.port}`,
    [ENV.signingSecretsSecretId]: 'signing-secrets',
    [ENV.apiCredentialsSecretId]: 'api-credentials',
    // The sandbox has neither here. An empty variable counts as unset, so no call goes to AWS.
    [ENV.queueUrl]: '',
    [ENV.idempotencyTable]: '',
  };
  writeFileSync(variablesPath, JSON.stringify({ [endpoint.logicalId]: variables }, null, 2));

  const exitCode = await runSam([
    ...['local', 'invoke', endpoint.logicalId],
    ...['--template', stack.templatePath],
    ...['--event', eventPath],
    ...['--env-vars', variablesPath],
    ...['--add-host', `${HOST_NAME}:host-gateway`],
  ]);
  for (const { text } of frameioState.commentsOf(file.id)) console.log(`Comment on ${file.name}: “${text}”`);
  await Promise.all([frameio.close(), secrets.close()]);
  return exitCode;
}

/** Replaces the ids in a sample event by the sandbox's, and signs it as Frame.io would sign it now. */
function signEvent(sample: { headers: object; body: string }, accountId: string, fileId: string, secret: string) {
  const body = JSON.parse(sample.body);
  body.account.id = accountId;
  if (body.resource.type === 'file') body.resource.id = fileId;
  const text = JSON.stringify(body);
  return {
    ...sample,
    headers: { ...sample.headers, ...signedHeaders(text, secret, Math.floor(Date.now() / 1_000)) },
    body: text,
  };
}

function runSam(options: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const sam = spawn('sam', options, { stdio: 'inherit', env: { ...process.env, SAM_CLI_TELEMETRY: '0' } });
    sam.on('error', reject);
    sam.on('exit', (code) => resolve(code ?? 1));
  });
}

runCommand(invokeWithSam);
