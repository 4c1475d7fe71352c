import { randomBytes } from 'node:crypto';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { functionOf, type SynthesizedFunction } from '../../cdk/read-synthesized.ts';
import { ENV } from '../../lib/core/env.ts';
import { LambdaFunction } from '../../sandbox/aws/lambda/lambda-function.ts';
import { frameioListener } from '../../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { listen } from '../../sandbox/http/listen.ts';
import fileReady from '../fixtures/file-ready.json' with { type: 'json' };
import { signedDelivery } from '../support/events.ts';
import { builtStack } from '../support/synthesized.ts';
import { createStack, type MotoStack } from './moto-stack.ts';
import { pollQueue } from './poll-queue.ts';
import { UNSUPPORTED } from './reduce-template.ts';

/**
 * Creates the stack of a mode in moto, and delivers one event to its bundles. They run in the sandbox's Lambda runtime, with the
 * environment that moto resolved, and the sandbox's Frame.io. Prints what moto created and what it cannot create.
 *
 * @param url - URL of moto.
 * @throws Error if the handler does not post exactly one comment.
 */
export async function checkMode(mode: DeliveryMode, url: string): Promise<void> {
  const state = new FrameioState();
  const file = state.addFile({ name: 'Interview.mov', fileSize: 1_234_567 });
  const frameio = await listen(frameioListener({ state, now: () => Date.now() }));
  const secret = randomBytes(24).toString('hex');
  const stack = builtStack(mode);
  const moto = await createStack(`FrameioLambda-${mode}`, stack, url, {
    SigningSecrets: secret,
    ApiCredentials: state.token,
  });
  printResources(mode, moto);

  const [deployedEndpoint, deployedWorker] = [functionOf(stack, 'endpoint'), functionOf(stack, 'worker')];
  const variablesOf = async (deployed: SynthesizedFunction): Promise<Readonly<Record<string, string>>> => ({
    ...(await resolvedVariables(moto, deployed)),
    [ENV.sqsUrl]: url,
    [ENV.dynamodbUrl]: url,
    [ENV.secretsManagerUrl]: url,
    [ENV.frameioBaseUrl]: frameio.url,
  });
  const [endpointVariables, workerVariables] = [await variablesOf(deployedEndpoint), await variablesOf(deployedWorker)];
  const logs: string[] = [];
  const onLog = (line: string) => void logs.push(line);
  const endpoint = new LambdaFunction({ function: deployedEndpoint, variables: endpointVariables, onLog });
  const worker = new LambdaFunction({ function: deployedWorker, variables: workerVariables, onLog });
  try {
    const body = JSON.stringify({ ...fileReady, account: state.account, resource: { id: file.id, type: 'file' } });
    const response = await endpoint.invoke(signedDelivery({ secret, body }));
    console.log(`  the endpoint answers ${JSON.stringify(response)}`);
    const completed = await pollQueue(workerVariables[ENV.queueUrl] ?? '', url, (event) => worker.invoke(event));
    console.log(`  messages that the worker completes: ${completed}`);
    const comments = state.commentsOf(file.id).map(({ text }) => text);
    console.log(`  comments in Frame.io: ${JSON.stringify(comments)}\n`);
    if (comments.length !== 1) {
      throw new Error(
        `In ${mode} mode, the file must have one comment, but has ${comments.length}.\n${logs.join('\n')}`,
      );
    }
  } finally {
    await Promise.all([endpoint.stop(), worker.stop()]);
    await frameio.close();
  }
}

function printResources(mode: DeliveryMode, { created, missing }: MotoStack): void {
  const list = (types: ReadonlyMap<string, number>) => [...types].sort(([type], [other]) => (type < other ? -1 : 1));
  console.log(`The stack in ${mode} mode\n  moto creates`);
  for (const [type, number] of list(created)) console.log(`    ${number} ${type}`);
  console.log('  moto cannot create, and what takes the place');
  for (const [type, number] of list(missing)) console.log(`    ${number} ${type}: ${UNSUPPORTED[type] ?? 'unknown'}`);
}

/** Returns and prints the environment of a function, as moto resolved it. */
async function resolvedVariables(
  moto: MotoStack,
  { role, logicalId, environment }: SynthesizedFunction,
): Promise<Readonly<Record<string, string>>> {
  const variables = await moto.environmentOf(logicalId);
  const unresolved = Object.keys(environment).filter((name) => !(name in variables));
  if (unresolved.length > 0) throw new Error(`moto resolves no value for ${unresolved.join(', ')} of the ${role}.`);
  console.log(`  moto resolves the environment of the ${role}`);
  for (const [name, value] of Object.entries(variables)) console.log(`    ${name}=${value}`);
  return variables;
}
