import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { SETTINGS } from '../cdk/settings.ts';
import { functionOf, synthesize } from '../cdk/synthesize.ts';
import { ENV } from '../lib/index.ts';
import { SecretsManager } from './aws/secrets-manager.ts';
import { runCommand } from './command.ts';
import { frameioListener } from './frameio/frameio-listener.ts';
import { World } from './frameio/world.ts';
import { listen } from './listen.ts';
import { missingForSam } from './sam-prerequisites.ts';
import { SAMPLE_FILE } from './sample-file.ts';
import { signedHeaders } from './webhook-sender.ts';

const HELP = `Usage: npm run sam:invoke -- [event]

Synthesizes the stack and runs its endpoint function once with \`sam local invoke\`, in the container Lambda uses,
against the sandbox's Frame.io and Secrets Manager. Needs the AWS SAM CLI and Docker; no account.

  event    a file of events/ (default events/file-ready.json); it is signed before it is sent`;

const WORK_FOLDER = '.sandbox/sam';

/** By which a container reaches this machine. */
const HOST_NAME = 'host.docker.internal';

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: { help: { type: 'boolean', short: 'h' } },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const missing = missingForSam();
  if (missing.length > 0) {
    console.error(`\n${missing.join('\n')}\n\nWithout them, \`npm start\` runs the same bundle in a plain process.`);
    return 1;
  }
  mkdirSync(WORK_FOLDER, { recursive: true });
  // SAM would emulate another processor, slowly, where it can at all.
  const architecture = process.arch === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64;
  const stack = synthesize(join(WORK_FOLDER, 'cdk.out'), {
    deliveryMode: 'inline', // one invocation, in which the comment lands on the file
    endpoint: { ...SETTINGS.endpoint, architecture },
  });
  const endpoint = functionOf(stack, 'Endpoint');

  const world = new World();
  const file = world.addFile(SAMPLE_FILE);
  const secretsManager = new SecretsManager();
  const signingSecret = randomBytes(24).toString('hex');
  secretsManager.put('signing-secrets', signingSecret);
  secretsManager.put('api-credentials', world.token);
  // The container comes from outside the loopback interface.
  const frameio = await listen(
    frameioListener({
      world,
      now: Date.now,
      onCall: ({ method, path, status }) => console.log(`${method} ${path} ${status}`),
    }),
    0,
    '0.0.0.0',
  );
  const secrets = await listen(secretsManager.listener, 0, '0.0.0.0');

  const eventPath = join(WORK_FOLDER, 'event.json');
  const sample = JSON.parse(readFileSync(positionals[0] ?? 'events/file-ready.json', 'utf8'));
  writeFileSync(eventPath, JSON.stringify(signEvent(sample, world.account.id, file.id, signingSecret)));
  const variablesPath = join(WORK_FOLDER, 'environment.json');
  const variables = {
    [ENV.frameioBaseUrl]: `http://${HOST_NAME}:${frameio.port}`,
    [ENV.secretsManagerUrl]: `http://${HOST_NAME}:${secrets.port}`,
    [ENV.signingSecretsSecretId]: 'signing-secrets',
    [ENV.apiCredentialsSecretId]: 'api-credentials',
    // Neither stands on this machine: empty, they are as good as not set, and no call leaves for AWS.
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
  for (const { text } of world.commentsOf(file.id)) console.log(`Comment on ${file.name}: “${text}”`);
  await Promise.all([frameio.close(), secrets.close()]);
  return exitCode;
}

/** Puts the sandbox's ids into a sample event, and the signature Frame.io would send with it now. */
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

runCommand(main);
