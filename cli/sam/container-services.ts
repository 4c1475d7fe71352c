import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FunctionRole } from '../../cdk/function-metadata.ts';
import { functionOf, type SynthesizedFunction, type SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { ENV } from '../../lib/core/env.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import { type LocalServices, startServices } from '../../sandbox/deployment/local-services.ts';
import { frameioListener } from '../../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { listen } from '../../sandbox/http/listen.ts';
import type { ContainerEngine } from './container-engine.ts';
import { findContainerHost, HOST_NAME } from './container-host.ts';

/** A call to Frame.io, with the status of the response. */
interface FrameioCall {
  readonly method: string;
  readonly path: string;
  readonly status: number;
}

/** A local Frame.io and local AWS services for the functions of a stack, which run in containers. */
export interface ContainerServices {
  readonly state: FrameioState;
  readonly aws: LocalServices;
  /** Secret of the deliveries that the endpoint accepts. */
  readonly signingSecret: string;
  /** Value of the option `--add-host` of SAM. */
  readonly addHost: string;
  /**
   * Writes the template with the variables of a function. Returns its path. SAM's option `--env-vars` sets only variables
   * that the template has.
   *
   * @param variables - Variables that replace those of the template.
   */
  writeTemplate(role: FunctionRole, variables?: Readonly<Record<string, string>>): string;
  close(): Promise<void>;
}

/**
 * Starts the services where the containers reach them.
 *
 * @param onCall - Receives each call to Frame.io.
 */
export async function startContainerServices(
  stack: SynthesizedStack,
  engine: ContainerEngine,
  onCall: (call: FrameioCall) => void = () => undefined,
): Promise<ContainerServices> {
  const { listenOn, addHost } = await findContainerHost(engine);
  const state = new FrameioState();
  const frameio = await listen(frameioListener({ state, now: Date.now, onCall }), 0, listenOn);
  const aws = await startServices({ stack, clock: new SandboxClock(), address: { listenOn, name: HOST_NAME } });
  const signingSecret = randomBytes(24).toString('hex');
  aws.secretsManager.put('signing-secrets', signingSecret);
  aws.secretsManager.put('api-credentials', state.token);
  const localVariables = {
    ...aws.endpointVariables,
    [ENV.frameioBaseUrl]: `http://${HOST_NAME}:${frameio.port}`,
    [ENV.signingSecretsSecretId]: 'signing-secrets',
    [ENV.apiCredentialsSecretId]: 'api-credentials',
  };
  return {
    state,
    aws,
    signingSecret,
    addHost,
    writeTemplate: (role, variables) => {
      const invoked = functionOf(stack, role);
      return writeTemplate(stack, invoked, { ...resolvedVariables(invoked, aws), ...localVariables, ...variables });
    },
    close: async () => {
      await Promise.all([frameio.close(), aws.close()]);
    },
  };
}

/** Resolves the references in a function's variables. */
function resolvedVariables({ environment }: SynthesizedFunction, { resolve }: LocalServices): Record<string, string> {
  const resolved = Object.entries(environment).map(([name, value]) => [
    name,
    (typeof value === 'string' ? value : resolve(value)) ?? '',
  ]);
  return Object.fromEntries(resolved);
}

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
