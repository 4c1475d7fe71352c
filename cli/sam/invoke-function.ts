import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { functionOf, type SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { ENV } from '../../lib/core/env.ts';
import { encodeDelivery } from '../../lib/queue/queued-delivery.ts';
import { sqsEvent } from '../../sandbox/aws/lambda/sqs-event.ts';
import type { LocalServices } from '../../sandbox/deployment/local-services.ts';
import { SAMPLE_FILE } from '../../sandbox/sample-file.ts';
import { escapeControls } from '../../sandbox/terminal/escape-controls.ts';
import type { ContainerEngine } from './container-engine.ts';
import { startContainerServices } from './container-services.ts';
import { findFailure } from './find-failure.ts';
import type { SamInvokeOptions } from './options.ts';
import { runSam } from './run-sam.ts';
import { deliveryText, type SampleRequest, signRequest } from './sample-request.ts';
import { synthesizeForSam } from './synthesize-for-sam.ts';

/** What to invoke, and where. */
export interface InvokeFunctionOptions extends Omit<SamInvokeOptions, 'eventPath'> {
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
    return await invokeInFolder(folder, synthesizeForSam(join(folder, 'cdk.out')), options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function invokeInFolder(
  folder: string,
  stack: SynthesizedStack,
  { role, isForged, samOptions, request, engine, signal }: InvokeFunctionOptions,
): Promise<number> {
  const services = await startContainerServices(stack, engine, ({ method, path, status }) =>
    console.log(`${method} ${escapeControls(path)} ${status}`),
  );
  try {
    const { state, aws, signingSecret } = services;
    const file = state.addFile(SAMPLE_FILE);
    const text = deliveryText(request, state, file.id);
    const secret = isForged ? randomBytes(24).toString('hex') : signingSecret;
    const event = role === 'endpoint' ? signRequest(request, text, secret) : await workerEvent(stack, aws, text);
    const eventPath = join(folder, 'event.json');
    writeFileSync(eventPath, JSON.stringify(event));
    // Without a queue, the endpoint's response says whether a handler failed. An empty variable counts as unset.
    const variables = role === 'endpoint' ? { [ENV.queueUrl]: '', [ENV.idempotencyTable]: '' } : {};
    const { exitCode, output } = await runSam(
      [
        ...['local', 'invoke', functionOf(stack, role).logicalId],
        ...['--template', services.writeTemplate(role, variables)],
        ...['--event', eventPath],
        ...['--add-host', services.addHost],
        ...samOptions,
      ],
      { environment: engine.environment, signal },
    );
    for (const comment of state.commentsOf(file.id)) {
      console.log(`Comment on ${file.name}: “${escapeControls(comment.text)}”`);
    }
    if (signal.aborted) return INTERRUPTED;
    if (exitCode !== 0) return exitCode;
    const failure = findFailure({ role, output, deadLetters: countDeadLetters(stack, aws) });
    if (failure === undefined) return 0;
    console.error(`\nThe invocation failed: ${escapeControls(failure)}.`);
    return 1;
  } finally {
    await services.close();
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

function countDeadLetters({ queues }: SynthesizedStack, { sqs }: LocalServices): number {
  const names = queues.flatMap(({ redrive }) => (redrive ? [redrive.deadLetterQueueLogicalId] : []));
  return names.reduce((total, name) => total + sqs.queue(name).messages.length, 0);
}
