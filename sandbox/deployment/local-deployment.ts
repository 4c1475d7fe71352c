import { API_PATHS } from '../../cdk/api-paths.ts';
import type { SynthesizedFunction, SynthesizedStack } from '../../cdk/read-synthesized.ts';
import type { SynthesizedEventSource } from '../../cdk/synthesized-resources.ts';
import { ENV } from '../../lib/core/env.ts';
import { httpApi } from '../aws/api-gateway/http-api.ts';
import { type BatchResult, EventSourceMapping } from '../aws/lambda/event-source-mapping.ts';
import type { BlockedEventLoop, HandlerAttempt } from '../aws/lambda/function-output.ts';
import type { LambdaFunctionError, WorkerSettings } from '../aws/lambda/invocation.ts';
import { LambdaFunction } from '../aws/lambda/lambda-function.ts';
import { SandboxClock } from '../clock/sandbox-clock.ts';
import { freePort } from '../http/free-port.ts';
import { listen } from '../http/listen.ts';
import { refuseWebsites } from '../http/refuse-websites.ts';
import { declaredVariables, type LocalValues } from './declared-values.ts';
import { routesOf, throttleOf } from './http-api-resources.ts';
import { LocalSecrets } from './local-secrets.ts';
import { type LocalServices, startServices } from './local-services.ts';

/** Options of a local deployment. */
export interface LocalDeploymentOptions {
  readonly stack: SynthesizedStack;
  /** Base URL of Frame.io's API for the functions. */
  readonly frameioBaseUrl: string;
  readonly signingSecret: string;
  readonly apiToken: string;
  /**
   * Whether an invocation ends with the death of the function's process, as soon as a handler has started. `name` is the role of
   * the function.
   * @default false
   */
  readonly isKilled?: (name: string) => boolean;
  /**
   * Values of the variables and secrets that the app declares, by name.
   * @default none
   */
  readonly values?: LocalValues;
  /** Preferred port of the HTTP API. If it is busy, the system picks a free one. */
  readonly port: number;
  /**
   * Name of a public host whose requests a tunnel forwards to the HTTP API.
   * @default none: the API refuses requests for any other host than this machine
   */
  readonly publicHost?: string;
  /** Receives each line that a function prints. */
  readonly onLog: (line: string, source: LogSource) => void;
  /**
   * Called when an invocation fails.
   * @default `onLog` receives the message
   */
  readonly onFunctionError?: (error: LambdaFunctionError, deployed: SynthesizedFunction) => void;
  /**
   * Called when a handler blocks the event loop of a function.
   * @default nothing happens
   */
  readonly onBlocked?: (blocked: BlockedEventLoop) => void;
  /**
   * Called when the worker has loaded.
   * @default nothing happens
   */
  readonly onWorker?: (settings: WorkerSettings) => void;
  /** Receives the result of each batch of messages. */
  readonly onBatch?: (result: BatchResult) => void;
  /**
   * Folder that stores queues and tables.
   * @default none: they are in memory only
   */
  readonly stateFolder?: string;
  /**
   * Clock of the AWS services and the functions.
   * @default a clock that follows the machine's
   */
  readonly clock?: SandboxClock;
  /**
   * Whether a debugger can attach to the functions. While it pauses one of them, the clock stands still.
   * @default false
   */
  readonly inspect?: boolean;
}

/** Where a debugger attaches to a function. */
export interface DebuggerPort {
  readonly deployed: SynthesizedFunction;
  readonly port: number;
}

/** Port of the debugger of the first function, if it is free: Node's default. */
const DEBUGGER_PORT = 9_229;

/** Where a line of the log comes from. */
export interface LogSource {
  readonly deployed: SynthesizedFunction;
  /** `undefined` for a line of the framework, and of code that no handler started. */
  readonly handler: HandlerAttempt | undefined;
}

/** A function with its environment variables. */
export interface RunningFunction {
  readonly deployed: SynthesizedFunction;
  readonly variables: Readonly<Record<string, string>>;
}

/** A synthesized stack, running on this machine. */
export interface LocalDeployment extends Pick<LocalServices, 'secretsManager' | 'sqs' | 'dynamoDb' | 'queueAddresses'> {
  /** URL to register with Frame.io. */
  readonly webhookUrl: string;
  /** URL of the custom actions. */
  readonly actionsUrl: string;
  readonly functions: readonly RunningFunction[];
  /** Adds signing secrets of webhooks, by name. */
  addSigningSecrets(secrets: Readonly<Record<string, string>>): void;
  /** Adds signing secrets of custom actions, by name. Does nothing in a stack without actions. */
  addActionSecrets(secrets: Readonly<Record<string, string>>): void;
  /** Whether the next webhook needs a cold start. */
  isCold(): boolean;
  /** Where debuggers attach. Empty without `inspect`. */
  readonly debuggerPorts: readonly DebuggerPort[];
  /** Starts the worker, so that it need not start when the first message arrives. With `inspect`, starts every function. */
  warmUp(): void;
  /** Makes the next invocation of each function load its bundle again. */
  reload(): void;
  /** Resolves when no message is visible and no function runs. Delayed messages may remain. */
  whenIdle(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Deploys a synthesized stack to this machine, as CloudFormation would, and sets its two secrets.
 *
 * @throws Error for a template that lacks a function. Nothing keeps running.
 */
export async function deployLocally(options: LocalDeploymentOptions): Promise<LocalDeployment> {
  const { stack, clock = new SandboxClock(), stateFolder } = options;
  const services = await startServices({ stack, clock, ...(stateFolder !== undefined && { stateFolder }) });
  try {
    return await deployTo(services, { ...options, clock });
  } catch (error) {
    await services.close();
    throw error;
  }
}

async function deployTo(
  services: LocalServices,
  options: LocalDeploymentOptions & { readonly clock: SandboxClock },
): Promise<LocalDeployment> {
  const {
    stack,
    port,
    onLog,
    onBlocked = () => undefined,
    onFunctionError = ({ message }, deployed) => onLog(message, { deployed, handler: undefined }),
    onWorker = () => undefined,
    onBatch = () => undefined,
    isKilled = () => false,
    values = {},
    clock,
    inspect = false,
  } = options;
  const { manifest } = stack;
  const { secretsManager, sqs, dynamoDb, queueAddresses } = services;
  const secrets = new LocalSecrets(secretsManager);
  const debuggerPorts = inspect ? await choosePorts(stack.functions) : [];
  const onPause = pauseObserver(clock);
  const inspectOptions = (deployed: SynthesizedFunction) => {
    const found = debuggerPorts.find((debuggerPort) => debuggerPort.deployed === deployed);
    return found && { inspect: { port: found.port, onPause } };
  };
  const runningFunctions: RunningFunction[] = [];
  const functions = new Map(
    stack.functions.map((deployed) => {
      const resolved = resolveVariables(deployed, services, {
        ...declaredVariables(manifest, values),
        [ENV.frameioBaseUrl]: options.frameioBaseUrl,
        [ENV.imsUrl]: options.frameioBaseUrl,
      });
      const variables = { ...resolved, ...secrets.store(resolved, manifest, { ...options, values }) };
      runningFunctions.push({ deployed, variables });
      const local = new LambdaFunction({
        function: deployed,
        variables,
        clock,
        isKilled: () => isKilled(deployed.role),
        onLog: (line, handler) => onLog(line, { deployed, handler }),
        onBlocked,
        onError: (error) => onFunctionError(error, deployed),
        ...(deployed.role === 'worker' && { onWorker }),
        ...inspectOptions(deployed),
      });
      return [deployed.logicalId, local];
    }),
  );
  const functionFor = (logicalId: string, source: string): LambdaFunction => {
    const found = functions.get(logicalId);
    if (!found) throw new Error(`The template has no function for ${source}.`);
    return found;
  };
  const running = new Set<Promise<unknown>>();
  const routes = routesOf(stack).map(({ method, path, functionLogicalId, throttle }) => {
    const service = functionFor(functionLogicalId, `${method} ${path}`);
    const invoke = (event: unknown) => {
      const invocation = service.invoke(event).finally(() => running.delete(invocation));
      running.add(invocation);
      return invocation;
    };
    return { method, path, service, invoke, ...(throttle && { throttle }) };
  });
  const throttle = throttleOf(stack);
  const ignoreError = () => undefined; // the function reports it
  const gateway = httpApi({ routes, throttle, onFunctionError: ignoreError, now: () => clock.now() });
  const { publicHost } = options;
  const sources = stack.eventSources.map((source) => {
    const service = functionFor(source.functionLogicalId, source.queueLogicalId);
    return { ...mappingSettings(source, services), invoke: (event: unknown) => service.invoke(event), onBatch };
  });
  const api = await listen(refuseWebsites(gateway, publicHost === undefined ? [] : [publicHost]), port);
  const mappings = sources.map((source) => new EventSourceMapping(source));
  return {
    secretsManager,
    sqs,
    dynamoDb,
    queueAddresses,
    debuggerPorts,
    webhookUrl: `${api.url}${API_PATHS.webhooks}`,
    actionsUrl: `${api.url}${API_PATHS.actions}`,
    functions: runningFunctions,
    addSigningSecrets: (added) => secrets.addSigningSecrets(added),
    addActionSecrets: (added) => secrets.addActionSecrets(added),
    warmUp: () => {
      for (const { role, logicalId } of stack.functions) {
        if (role === 'worker' || inspect) functions.get(logicalId)?.warmUp();
      }
    },
    reload: () => {
      for (const deployed of functions.values()) deployed.reload();
    },
    isCold: () => routes.some(({ path, service }) => path === API_PATHS.webhooks && service.isCold),
    whenIdle: async () => {
      for (;;) {
        const haveWaited = await Promise.all(mappings.map((mapping) => mapping.whenIdle()));
        if (haveWaited.includes(true)) continue; // a job may have sent a message to another queue
        if (running.size === 0) return;
        await Promise.race(running).catch(() => undefined); // the caller of the endpoint receives the error
      }
    },
    close: async () => {
      const ends = mappings.map((mapping) => mapping.stop());
      await Promise.all([api.close(), ...[...functions.values()].map((deployed) => deployed.stop())]);
      await Promise.all(ends);
      await services.close();
    },
  };
}

function mappingSettings({ queueLogicalId, ...source }: SynthesizedEventSource, { sqs }: LocalServices) {
  const { batchSize, maxConcurrency, reportsBatchItemFailures: reportsFailures } = source;
  return { queue: sqs.queue(queueLogicalId), batchSize, maxConcurrency, reportsFailures };
}

/** Resolves the references in a function's variables. `overrides` win, as with `sam local invoke --env-vars`. */
function resolveVariables(
  { environment }: SynthesizedFunction,
  { resolve, endpointVariables }: LocalServices,
  overrides: Readonly<Record<string, string>>,
): Record<string, string> {
  const resolved: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const text = typeof value === 'string' ? value : resolve(value);
    if (text !== undefined) resolved[name] = text;
  }
  return { ...resolved, ...endpointVariables, ...overrides };
}

async function choosePorts(functions: readonly SynthesizedFunction[]): Promise<readonly DebuggerPort[]> {
  const ports: DebuggerPort[] = [];
  for (const [index, deployed] of functions.entries()) {
    ports.push({ deployed, port: await freePort(DEBUGGER_PORT + index) });
  }
  return ports;
}

/** Makes the clock stand still while a debugger pauses a function. */
function pauseObserver(clock: SandboxClock): (isPaused: boolean) => void {
  let paused = 0;
  return (isPaused) => {
    paused += isPaused ? 1 : -1;
    if (isPaused && paused === 1) clock.freeze();
    if (paused === 0) clock.resume();
  };
}
