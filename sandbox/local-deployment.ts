import type { SynthesizedFunction, SynthesizedStack } from '../cdk/synthesize.ts';
import type { SynthesizedReference } from '../cdk/synthesized-resources.ts';
import { ENV } from '../lib/index.ts';
import { httpApi } from './aws/http-api.ts';
import { LambdaService } from './aws/lambda-service.ts';
import { SecretsManager } from './aws/secrets-manager.ts';
import { routesOf, throttleOf } from './aws/synthesized-http-api.ts';
import { listen } from './listen.ts';

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
}

/** A synthesized stack, running on this machine. */
export interface LocalDeployment {
  /** URL to register with Frame.io. */
  readonly webhookUrl: string;
  readonly secretsManager: SecretsManager;
  /** Whether the next delivery meets a cold start. */
  isCold(): boolean;
  close(): Promise<void>;
}

/** Deploys a stack to this machine: what CloudFormation makes of its template, with both secrets set. */
export async function deployLocally(options: LocalDeploymentOptions): Promise<LocalDeployment> {
  const { stack, port, onLog } = options;
  const secretsManager = new SecretsManager();
  const secretsServer = await listen(secretsManager.listener);
  const services = new Map(
    stack.functions.map((deployed) => {
      const variables = resolveVariables(deployed, {
        [ENV.secretsManagerUrl]: secretsServer.url,
        [ENV.frameioBaseUrl]: options.frameioBaseUrl,
      });
      setSecret(secretsManager, variables[ENV.signingSecretsSecretId], options.signingSecret);
      setSecret(secretsManager, variables[ENV.apiCredentialsSecretId], options.apiToken);
      return [deployed.logicalId, new LambdaService({ function: deployed, variables, onLog })];
    }),
  );
  const routes = routesOf(stack.template).map(({ method, path, functionLogicalId }) => {
    const service = services.get(functionLogicalId);
    if (!service) throw new Error(`No function of the template stands behind ${method} ${path}.`);
    return { method, path, service, invoke: (event: unknown) => service.invoke(event) };
  });
  const throttle = throttleOf(stack.template);
  const onFunctionError = ({ message }: Error) => onLog(message);
  const api = await listen(httpApi({ routes, throttle, onFunctionError }), port);
  return {
    webhookUrl: `${api.url}${routes[0]?.path ?? ''}`,
    secretsManager,
    isCold: () => routes.some(({ service }) => service.isCold),
    close: async () => {
      await Promise.all([api.close(), secretsServer.close(), ...[...services.values()].map((one) => one.stop())]);
    },
  };
}

/** The variables of a function, references filled in; `overrides` win, as those of `sam local invoke --env-vars` do. */
function resolveVariables(
  { environment }: SynthesizedFunction,
  overrides: Readonly<Record<string, string>>,
): Record<string, string> {
  const resolved: Record<string, string> = {};
  for (const [name, value] of Object.entries(environment)) {
    const text = typeof value === 'string' ? value : resolveReference(value);
    if (text !== undefined) resolved[name] = text;
  }
  return { ...resolved, ...overrides };
}

/** What stands for a resource on this machine: so far only secrets do. */
function resolveReference({ resourceType, logicalId }: SynthesizedReference): string | undefined {
  if (resourceType !== 'AWS::SecretsManager::Secret') return undefined;
  return `arn:aws:secretsmanager:us-east-1:000000000000:secret:${logicalId}`;
}

function setSecret(secretsManager: SecretsManager, secretId: string | undefined, text: string): void {
  if (secretId !== undefined) secretsManager.put(secretId, text);
}
