import { createSecretsManagerClient } from '../../lib/aws/secrets-manager-client.ts';
import { createSqsClient } from '../../lib/aws/sqs-client.ts';
import { ENV } from '../../lib/core/env.ts';
import { WEBHOOK_NAME } from '../../sandbox/frameio/webhooks/register-webhooks.ts';
import type { SandboxDeployment } from '../../sandbox/sandbox-api.ts';
import { findSandbox } from '../sandbox/find-sandbox.ts';
import { UsageError } from '../usage-error.ts';
import type { DeployedStack } from './deployed-stack.ts';
import { resourcesOfFunctions } from './function-resources.ts';
import type { StackOptions } from './stack-options.ts';

/** The sandbox accepts any region and credentials. */
const LOCATION = { region: 'us-east-1', credentials: { accessKeyId: 'sandbox', secretAccessKey: 'sandbox' } };

/** Describes the app in a running sandbox. @throws NoSandboxError if no sandbox responds. */
export async function findSandboxStack({ sandbox: address, state, webhook }: StackOptions): Promise<DeployedStack> {
  const sandbox = findSandbox({ sandbox: address, state });
  const { functions, actionsUrl, ...deployment } = await sandbox.get<SandboxDeployment>('/sandbox/deployment');
  if (webhook !== undefined && webhook !== deployment.webhook) {
    throw new UsageError(`The sandbox runs the webhook ${deployment.webhook}, not ${webhook}.`);
  }
  const urlOf = (variable: string) => functions.map(({ environment }) => environment[variable]).find(Boolean);
  const secretsLocation = { ...LOCATION, endpoint: urlOf(ENV.secretsManagerUrl) };
  return {
    ...resourcesOfFunctions(functions),
    ...deployment,
    title: `the sandbox at ${sandbox.url}`,
    name: 'sandbox',
    actionsUrl: deployment.manifest.actions.length > 0 ? actionsUrl : undefined,
    registration: undefined,
    webhookName: WEBHOOK_NAME,
    functions,
    secretsLocation,
    secretsManager: createSecretsManagerClient(secretsLocation),
    sqs: createSqsClient({ ...LOCATION, endpoint: urlOf(ENV.sqsUrl) }),
    aws: undefined,
  };
}
