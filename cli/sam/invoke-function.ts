import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Architecture } from 'aws-cdk-lib/aws-lambda';
import { functionOf, type SynthesizedFunction, type SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { SETTINGS } from '../../cdk/settings.ts';
import { synthesize } from '../../cdk/synthesize.ts';
import { ENV } from '../../lib/core/env.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import { encodeDelivery } from '../../lib/queue/queued-delivery.ts';
import { sqsEvent } from '../../sandbox/aws/lambda/sqs-event.ts';
import { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import { type LocalServices, startServices } from '../../sandbox/deployment/local-services.ts';
import { frameioListener } from '../../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { listen } from '../../sandbox/http/listen.ts';
import { SAMPLE_FILE } from '../../sandbox/sample-file.ts';
import { escapeControls } from '../../sandbox/terminal/escape-controls.ts';
import type { ContainerEngine } from './container-engine.ts';
import { findContainerHost, HOST_NAME } from './container-host.ts';
import { findFailure } from './find-failure.ts';
import type { SamInvokeOptions } from './options.ts';
import { runSam } from './run-sam.ts';
import { deliveryText, type SampleRequest, signRequest } from './sample-request.ts';

/** What to invoke, and where. */
export interface InvokeFunctionOptions extends Pick<SamInvokeOptions, 'role' | 'samOptions'> {
  readonly request: SampleRequest;
  readonly engine: ContainerEngine;
  readonly signal: AbortSignal;
}

/** Parent of the runs' folders. */
const SANDBOX_FOLDER = '.sandbox';

/** Exit code of an interrupted command, as in shells. */
const INTERRUPTED = 130;

/** Synthesizes the stack, invokes a function once and prints its comments. Returns the exit code. */
export async function invokeFunction(options: InvokeFunctionOptions): Promise<number> {
  mkdirSync(SANDBOX_FOLDER, { recursive: true });
  const folder = mkdtempSync(join(SANDBOX_FOLDER, 'sam-')); // its own, so that several runs can work at the same time
  try {
    const stack = synthesize(join(folder, 'cdk.out'), stackSettings());
    return await invokeInFolder(folder, stack, options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function stackSettings() {
  // The machine's own architecture: emulating another one is slow, and not always possible.
  const architecture = process.arch === 'arm64' ? Architecture.ARM_64 : Architecture.X86_64;
  return {
    ...SETTINGS,
    deliveryMode: 'inline', // the one invocation of the endpoint posts the comment
    endpoint: { ...SETTINGS.endpoint, architecture },
    worker: { ...SETTINGS.worker, architecture },
  } as const;
}

async function invokeInFolder(
  folder: string,
  stack: SynthesizedStack,
  { role, samOptions, request, engine, signal }: InvokeFunctionOptions,
): Promise<number> {
  const { listenOn, addHost } = findContainerHost(engine);
  const state = new FrameioState();
  const file = state.addFile(SAMPLE_FILE);
  const onCall = (call: { readonly method: string; readonly path: string; readonly status: number }) =>
    console.log(`${call.method} ${escapeControls(call.path)} ${call.status}`);
  const frameio = await listen(frameioListener({ state, now: Date.now, onCall }), 0, listenOn);
  const services = await startServices({ stack, clock: new SandboxClock(), address: { listenOn, name: HOST_NAME } });
  try {
    const signingSecret = randomBytes(24).toString('hex');
    services.secretsManager.put('signing-secrets', signingSecret);
    services.secretsManager.put('api-credentials', state.token);
    const invoked = functionOf(stack, role);
    const text = deliveryText(request, state, file.id);
    const event =
      role === 'endpoint' ? signRequest(request, text, signingSecret) : await workerEvent(stack, services, text);
    const variables = {
      ...variablesOf(invoked, services),
      [ENV.frameioBaseUrl]: `http://${HOST_NAME}:${frameio.port}`,
      [ENV.signingSecretsSecretId]: 'signing-secrets',
      [ENV.apiCredentialsSecretId]: 'api-credentials',
      // Without a queue, the endpoint's response says whether a handler failed. An empty variable counts as unset.
      ...(role === 'endpoint' && { [ENV.queueUrl]: '', [ENV.idempotencyTable]: '' }),
    };
    const eventPath = join(folder, 'event.json');
    writeFileSync(eventPath, JSON.stringify(event));
    const { exitCode, output } = await runSam(
      [
        ...['local', 'invoke', invoked.logicalId],
        ...['--template', writeTemplate(stack, invoked, variables)],
        ...['--event', eventPath],
        ...['--add-host', addHost],
        ...samOptions,
      ],
      { environment: engine.environment, signal },
    );
    for (const comment of state.commentsOf(file.id)) {
      console.log(`Comment on ${file.name}: “${escapeControls(comment.text)}”`);
    }
    if (signal.aborted) return INTERRUPTED;
    if (exitCode !== 0) return exitCode;
    const failure = findFailure({ role, output, deadLetters: countDeadLetters(stack, services) });
    if (failure === undefined) return 0;
    console.error(`\nThe invocation failed: ${escapeControls(failure)}.`);
    return 1;
  } finally {
    await Promise.all([frameio.close(), services.close()]);
  }
}

/** Returns an event with the delivery in a message, which the queue has handed out. */
async function workerEvent(stack: SynthesizedStack, { sqs }: LocalServices, text: string): Promise<object> {
  const [source] = stack.eventSources;
  if (!source) throw new Error('The stack has no queue for the worker. Synthesize again.');
  const queue = sqs.queue(source.queueLogicalId);
  const id = randomUUID();
  const delivery = { body: text, deliveryKey: id, receivedAt: Date.now(), correlationId: id };
  await queue.send({ body: encodeDelivery(delivery) });
  return sqsEvent(await queue.receive({ maxMessages: 1, waitTimeSeconds: 0 }), queue.options.arn);
}

/** Resolves the references in a function's variables. */
function variablesOf({ environment }: SynthesizedFunction, { resolve, endpointVariables }: LocalServices) {
  const resolved = Object.entries(environment).map(([name, value]) => [
    name,
    (typeof value === 'string' ? value : resolve(value)) ?? '',
  ]);
  return { ...Object.fromEntries(resolved), ...endpointVariables };
}

/** Writes the template with these variables. SAM's option `--env-vars` sets only those that the template has. */
function writeTemplate(
  { template, templatePath }: SynthesizedStack,
  { logicalId }: SynthesizedFunction,
  variables: Readonly<Record<string, string>>,
): string {
  const copy = structuredClone(template);
  Object.assign(recordOf(recordOf(copy.Resources?.[logicalId]?.Properties?.Environment).Variables), variables);
  const path = join(dirname(templatePath), 'sam-template.json'); // beside the bundles, whose paths are relative
  writeFileSync(path, JSON.stringify(copy));
  return path;
}

function countDeadLetters({ queues }: SynthesizedStack, { sqs }: LocalServices): number {
  const names = queues.flatMap(({ redrive }) => (redrive ? [redrive.deadLetterQueueLogicalId] : []));
  return names.reduce((total, name) => total + sqs.queue(name).messages.length, 0);
}
