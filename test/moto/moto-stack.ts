import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { CreateSecretCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { resourcesOf } from '../../cdk/template.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import { SDK_SETTINGS } from '../support/running-sqs.ts';
import { reduceTemplate } from './reduce-template.ts';

/** A stack that moto created. */
export interface MotoStack {
  /** Types of the created resources, with their number. */
  readonly created: ReadonlyMap<string, number>;
  /** Types of the resources of the template that do not exist, with their number. */
  readonly missing: ReadonlyMap<string, number>;
  /** Returns the environment of a function, as moto's CloudFormation resolved it. */
  environmentOf(logicalId: string): Promise<Readonly<Record<string, string>>>;
}

/**
 * Creates the resources of a stack in moto.
 *
 * @param secrets - Values of the secrets, by a part of their construct path.
 */
export async function createStack(
  stackName: string,
  { template }: SynthesizedStack,
  url: string,
  secrets: Readonly<Record<string, string>>,
): Promise<MotoStack> {
  const settings = { ...SDK_SETTINGS, endpoint: url };
  const secretArns = await createSecrets(stackName, template, new SecretsManagerClient(settings), secrets);
  const cloudFormation = new CloudFormationClient(settings);
  const TemplateBody = JSON.stringify(reduceTemplate(template, secretArns));
  await cloudFormation.send(
    new CreateStackCommand({ StackName: stackName, TemplateBody, Capabilities: ['CAPABILITY_IAM'] }),
  );
  const { StackResources = [] } = await cloudFormation.send(
    new DescribeStackResourcesCommand({ StackName: stackName }),
  );
  const ids = new Map(StackResources.map((found) => [found.LogicalResourceId, found.PhysicalResourceId]));
  const all = Object.entries(template.Resources);
  const countTypes = (resources: typeof all) =>
    resources.reduce(
      (counts, [, { Type }]) => counts.set(Type, (counts.get(Type) ?? 0) + 1),
      new Map<string, number>(),
    );
  return {
    created: countTypes(all.filter(([id]) => ids.has(id))),
    missing: countTypes(all.filter(([id]) => !ids.has(id))),
    environmentOf: async (logicalId) => {
      const response = await fetch(`${url}/2015-03-31/functions/${ids.get(logicalId)}/configuration`, {
        headers: { authorization: 'AWS4-HMAC-SHA256 Credential=moto/20260101/us-east-1/lambda/aws4_request' },
      });
      const { Environment } = recordOf(await response.json());
      const variables = Object.entries(recordOf(recordOf(Environment).Variables));
      return Object.fromEntries(variables.map(([name, value]) => [name, String(value)]));
    },
  };
}

/** Creates the secrets of a template. Returns their ARNs by logical id. */
async function createSecrets(
  stackName: string,
  template: SynthesizedStack['template'],
  client: SecretsManagerClient,
  values: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const created = resourcesOf(template, 'AWS::SecretsManager::Secret').map(async ([logicalId, { Metadata = {} }]) => {
    const path = String(Metadata['aws:cdk:path']);
    const value = Object.entries(values).find(([part]) => path.includes(part))?.[1];
    if (value === undefined) throw new Error(`The secret ${path} needs a value.`);
    const { ARN = '' } = await client.send(
      new CreateSecretCommand({ Name: `${stackName}-${logicalId}`, SecretString: value }),
    );
    return [logicalId, ARN] as const;
  });
  return Object.fromEntries(await Promise.all(created));
}
