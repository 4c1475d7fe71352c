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
import { refuseWebsites } from '../sandbox/http/refuse-websites.ts';
import { SAMPLE_FILE } from '../sandbox/sample-file.ts';
import { escapeControls } from '../sandbox/terminal/escape-controls.ts';
import { runCommand } from './run-command.ts';
import { findContainerHost, HOST_NAME } from './sam/container-host.ts';
import { findMissingPrerequisites } from './sam/prerequisites.ts';

const HELP = `Usage: npm run sam:invoke -- [event]

Synthesizes the stack and invokes its endpoint function once with \`sam local invoke\`, in the container image that
Lambda uses. The function calls the sandbox's Frame.io and Secrets Manager. Needs the AWS SAM CLI and Docker, but no
Frame.io or AWS account.

  event    event file, from the folder events/ (default events/file-ready.json). The command signs it first`;

const WORK_FOLDER = '.sandbox/sam';

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
  const { listenOn, addHost } = findContainerHost('docker');
  const frameio = await listen(
    frameioListener({
      state: frameioState,
      now: Date.now,
      onCall: ({ method, path, status }) => console.log(`${method} ${escapeControls(path)} ${status}`),
    }),
    0,
    listenOn,
  );
  const secrets = await listen(refuseWebsites(secretsManager.listener, [HOST_NAME, listenOn]), 0, listenOn);

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
    ...['--add-host', addHost],
  ]);
  for (const { text } of frameioState.commentsOf(file.id)) {
    console.log(`Comment on ${file.name}: “${escapeControls(text)}”`);
  }
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
