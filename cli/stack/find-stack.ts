import { type FunctionMetadata, readFunctionMetadata } from '../../cdk/function-metadata.ts';
import { resourcesOf } from '../../cdk/template.ts';
import { createSecretsManagerClient } from '../../lib/aws/secrets-manager-client.ts';
import { createSqsClient } from '../../lib/aws/sqs-client.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import { UsageError } from '../usage-error.ts';
import { openAwsSession } from './aws-session.ts';
import { type CloudFormationStack, readCloudFormationStack } from './cloudformation-stack.ts';
import type { DeployedFunction, DeployedStack } from './deployed-stack.ts';
import { resourcesOfFunctions } from './function-resources.ts';
import { projectStack } from './project-stack.ts';
import { resolveValue } from './resolve-value.ts';
import { findSandboxStack } from './sandbox-stack.ts';
import type { StackOptions } from './stack-options.ts';

/**
 * Finds the deployed app that the options name: a stack on AWS, or a running sandbox.
 *
 * @param folder - Folder of the project, for the default name of the stack.
 * @throws Error that says what was searched, and how to name another one.
 */
export async function findStack(options: StackOptions, folder: string = process.cwd()): Promise<DeployedStack> {
  if (options.sandbox !== undefined) return await findSandboxStack(options);
  const { name, region } = projectStack(folder, options.stack);
  const session = await openAwsSession({ profile: options.profile, region: options.region ?? region });
  const stack = await readCloudFormationStack(name, session);
  return describeWebhook(stack, options.webhook);
}

/** Returns a webhook of a stack. @throws Error if the stack has no such webhook, or is not deployed completely. */
export function describeWebhook(stack: CloudFormationStack, webhook: string | undefined): DeployedStack {
  const { name, references, region, credentials, status, outputs, ...aws } = stack;
  const found = functionsOf(stack);
  const wanted = chooseWebhook(stack, webhook, found);
  const own = found.filter(({ metadata }) => metadata.webhook === wanted);
  const prefix = own.map(({ metadata }) => metadata.outputPrefix).find((value) => value !== undefined) ?? '';
  const webhookUrl = outputs[`${prefix}WebhookUrl`];
  const [first] = own;
  if (!first || webhookUrl === undefined) {
    throw new Error(
      `The stack ${name} in ${region} has no output ${prefix}WebhookUrl (status ${status}). Finish the deployment with \`npm run deploy\`. In a stack of your own, call addOutputs() of the webhook.`,
    );
  }
  const functions = own.map(({ deployed }) => deployed);
  return {
    ...resourcesOfFunctions(functions),
    title: `the stack ${name} in ${region}`,
    name,
    webhook: wanted,
    manifest: first.metadata.manifest,
    webhookUrl,
    actionsUrl: outputs[`${prefix}ActionsUrl`],
    functions,
    secretsManager: createSecretsManagerClient({ region, credentials }),
    sqs: createSqsClient({ region, credentials }),
    aws: { ...aws, region, credentials, status, outputs },
  };
}

interface FoundFunction {
  readonly metadata: FunctionMetadata;
  readonly deployed: DeployedFunction;
}

function functionsOf({ template, references }: CloudFormationStack): readonly FoundFunction[] {
  return resourcesOf(template, 'AWS::Lambda::Function').flatMap(([logicalId, { Properties, Metadata }]) => {
    const metadata = readFunctionMetadata(Metadata);
    const name = references[logicalId];
    if (!metadata || name === undefined) return [];
    const variables = Object.entries(recordOf(recordOf(Properties.Environment).Variables)).flatMap(([key, value]) => {
      const text = resolveValue(value, references);
      return text === undefined ? [] : [[key, text] as const];
    });
    const deployed = {
      role: metadata.function,
      job: metadata.job,
      name,
      logGroup: resolveValue(recordOf(Properties.LoggingConfig).LogGroup, references),
      environment: Object.fromEntries(variables),
    };
    return [{ metadata, deployed }];
  });
}

function chooseWebhook(
  { name, region }: CloudFormationStack,
  webhook: string | undefined,
  found: readonly FoundFunction[],
): string {
  const paths = [...new Set(found.map(({ metadata }) => metadata.webhook))];
  const [first, ...others] = paths;
  if (first === undefined) {
    throw new Error(
      `The stack ${name} in ${region} has no FrameioWebhook. Name the stack of the webhook with --stack.`,
    );
  }
  if (webhook !== undefined && !paths.includes(webhook)) {
    throw new UsageError(`The stack ${name} has no webhook ${webhook}. Use one that it has: ${paths.join(', ')}.`);
  }
  if (webhook === undefined && others.length > 0) {
    throw new UsageError(`The stack ${name} has several webhooks. Choose one with --webhook: ${paths.join(', ')}.`);
  }
  return webhook ?? first;
}
