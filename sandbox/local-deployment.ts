import type { SynthesizedFunction, SynthesizedStack } from '../cdk/synthesize.ts';
import type { SynthesizedEventSource } from '../cdk/synthesized-resources.ts';
import { ENV } from '../lib/index.ts';
import { type BatchResult, EventSourceMapping } from './aws/event-source-mapping.ts';
import { httpApi } from './aws/http-api.ts';
import { LambdaService } from './aws/lambda-service.ts';
import type { SecretsManager } from './aws/secrets-manager.ts';
import { routesOf, throttleOf } from './aws/synthesized-http-api.ts';
import { SandboxClock } from './clock.ts';
import { listen } from './listen.ts';
import { type LocalServices, startServices } from './local-services.ts';

/** What a stack is deployed with on this machine. */
export interface LocalDeploymentOptions {
  readonly stack: SynthesizedStack;
  /** Where the functions find Frame.io. */
  readonly frameioBaseUrl: string;
  readonly signingSecret: string;
  readonly apiToken: string;
  /** Port wished for the HTTP API; a busy one makes the system pick another. */
  readonly port: number;
  /** Told each line a function prints. */
  readonly onLog: (line: string) => void;
  /** Told what came of each batch of messages a function was handed. */
  readonly onBatch?: (result: BatchResult) => void;
  /** Folder that keeps what is in queues and tables. Without it, they are in memory only. */
  readonly stateFolder?: string;
  /**
   * The time that AWS and the functions go by.
   * @default one that follows the machine's
   */
  readonly clock?: SandboxClock;
}

/** A synthesized stack, running on this machine. */
export interface LocalDeployment extends Pick<LocalServices, 'secretsManager' | 'sqs' | 'dynamoDb'> {
  /** URL to register with Frame.io. */
  readonly webhookUrl: string;
  /** Whether the next delivery meets a cold start. */
  isCold(): boolean;
  /** Resolves when no message is visible and no function runs: what is left waits for its time. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

/** Deploys a stack to this machine: what CloudFormation makes of its template, with both secrets set. */
export async function deployLocally(options: LocalDeploymentOptions): Promise<LocalDeployment> {
  const { stack, port, onLog, onBatch = () => undefined, stateFolder, clock = new SandboxClock() } = options;
  const services = await startServices({ stack, clock, ...(stateFolder !== undefined && { stateFolder }) });
  const { secretsManager, sqs, dynamoDb } = services;
  const functions = new Map(
    stack.functions.map((deployed) => {
      const variables = resolveVariables(deployed, services, { [ENV.frameioBaseUrl]: options.frameioBaseUrl });
      setSecret(secretsManager, variables[ENV.signingSecretsSecretId], options.signingSecret);
      setSecret(secretsManager, variables[ENV.apiCredentialsSecretId], options.apiToken);
      return [deployed.logicalId, new LambdaService({ function: deployed, variables, onLog, clock })];
    }),
  );
  const functionFor = (logicalId: string, what: string): LambdaService => {
    const found = functions.get(logicalId);
    if (!found) throw new Error(`No function of the template stands behind ${what}.`);
    return found;
  };
  const running = new Set<Promise<unknown>>();
  const routes = routesOf(stack.template).map(({ method, path, functionLogicalId }) => {
    const service = functionFor(functionLogicalId, `${method} ${path}`);
    const invoke = (event: unknown) => {
      const invocation = service.invoke(event).finally(() => running.delete(invocation));
      running.add(invocation);
      return invocation;
    };
    return { method, path, service, invoke };
  });
  const throttle = throttleOf(stack.template);
  const onFunctionError = ({ message }: Error) => onLog(message);
  const api = await listen(httpApi({ routes, throttle, onFunctionError, now: () => clock.now() }), port);
  const mappings = stack.eventSources.map((source) => {
    const service = functionFor(source.functionLogicalId, source.queueLogicalId);
    return new EventSourceMapping({
      ...mappingOf(source, services),
      invoke: (event) => service.invoke(event),
      onBatch,
    });
  });
  return {
    secretsManager,
    sqs,
    dynamoDb,
    webhookUrl: `${api.url}${routes[0]?.path ?? ''}`,
    isCold: () => routes.some(({ service }) => service.isCold),
    settled: async () => {
      for (;;) {
        await Promise.all(mappings.map((mapping) => mapping.settled()));
        if (running.size === 0) return;
        await Promise.race(running).catch(() => undefined); // told to whoever called the endpoint
      }
    },
    close: async () => {
      const ends = mappings.map((mapping) => mapping.stop());
      await Promise.all([api.close(), ...[...functions.values()].map((one) => one.stop())]);
      await Promise.all(ends);
      await services.close();
    },
  };
}

function mappingOf({ queueLogicalId, ...source }: SynthesizedEventSource, { sqs }: LocalServices) {
  const { batchSize, maxConcurrency, reportsBatchItemFailures: reportsFailures } = source;
  return { queue: sqs.queue(queueLogicalId), batchSize, maxConcurrency, reportsFailures };
}

/** The variables of a function, references filled in; `overrides` win, as those of `sam local invoke --env-vars` do. */
function resolveVariables(
  { environment }: SynthesizedFunction,
  { resolve, addresses }: LocalServices,
  overrides: Readonly<Record<string, string>>,
): Record<string, string> {
  const resolved: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const text = typeof value === 'string' ? value : resolve(value);
    if (text !== undefined) resolved[name] = text;
  }
  return { ...resolved, ...addresses, ...overrides };
}

function setSecret(secretsManager: SecretsManager, secretId: string | undefined, text: string): void {
  if (secretId !== undefined) secretsManager.put(secretId, text);
}
