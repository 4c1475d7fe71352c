import {
  CloudFormationClient,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateListStackResources,
  paginateListStacks,
  type Stack,
} from '@aws-sdk/client-cloudformation';
import type { Template } from '../../cdk/template.ts';
import { parseRecord, recordOf } from '../../lib/core/type-guards.ts';
import { describeProfile } from './aws-session.ts';
import { describeCloudFormationError, isStackMissing } from './cloudformation-errors.ts';
import type { AwsSession, AwsStack } from './deployed-stack.ts';
import type { References } from './resolve-value.ts';

/** A stack in CloudFormation, with what the references in its template stand for. */
export interface CloudFormationStack extends AwsStack {
  readonly name: string;
  readonly references: References;
}

/** Reads a stack. @throws Error that says what was searched, and how to name another stack, region or profile. */
export async function readCloudFormationStack(name: string, session: AwsSession): Promise<CloudFormationStack> {
  const { region, credentials } = session;
  const client = new CloudFormationClient({ region, credentials });
  try {
    const stack = await describeStack(client, name);
    if (!stack?.StackId) throw new Error(await describeMissingStack(client, name, session));
    const physicalIds = await listPhysicalIds(client, stack.StackId);
    const { TemplateBody = '' } = await client.send(
      new GetTemplateCommand({ StackName: stack.StackId, TemplateStage: 'Original' }),
    );
    return { ...session, ...readStack(stack, physicalIds), template: parseTemplate(TemplateBody) };
  } catch (error) {
    if (!isAwsError(error)) throw error;
    throw new Error(describeCloudFormationError(error, session), { cause: error });
  } finally {
    client.destroy();
  }
}

async function describeStack(client: CloudFormationClient, name: string): Promise<Stack | undefined> {
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
    return Stacks[0];
  } catch (error) {
    if (isStackMissing(error)) return undefined;
    throw error;
  }
}

async function listPhysicalIds(
  client: CloudFormationClient,
  stackId: string,
): Promise<Readonly<Record<string, string>>> {
  const ids: Record<string, string> = {};
  for await (const { StackResourceSummaries = [] } of paginateListStackResources({ client }, { StackName: stackId })) {
    for (const { LogicalResourceId, PhysicalResourceId } of StackResourceSummaries) {
      if (LogicalResourceId && PhysicalResourceId) ids[LogicalResourceId] = PhysicalResourceId;
    }
  }
  return ids;
}

function readStack(stack: Stack, physicalIds: Readonly<Record<string, string>>) {
  const { StackId: stackId = '', StackName: name = '', StackStatus: status = '' } = stack;
  const [, partition = '', , region = '', accountId = ''] = stackId.split(':');
  const outputs = Object.fromEntries(
    (stack.Outputs ?? []).map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue ?? '']),
  );
  const parameters = (stack.Parameters ?? []).map(({ ParameterKey, ParameterValue, ResolvedValue }) => [
    ParameterKey,
    ResolvedValue ?? ParameterValue ?? '',
  ]);
  const references = {
    ...Object.fromEntries(parameters),
    ...physicalIds,
    'AWS::AccountId': accountId,
    'AWS::Partition': partition,
    'AWS::Region': region,
    'AWS::StackId': stackId,
    'AWS::StackName': name,
    'AWS::URLSuffix': partition === 'aws-cn' ? 'amazonaws.com.cn' : 'amazonaws.com',
  };
  return { name, stackId, accountId, status, outputs, physicalIds, references };
}

function parseTemplate(text: string): Template {
  const resources = Object.entries(recordOf(parseRecord(text)?.Resources)).map(([id, value]) => {
    const { Type, Properties, Metadata } = recordOf(value);
    return [id, { Type: String(Type), Properties: recordOf(Properties), Metadata: recordOf(Metadata) }] as const;
  });
  return { Resources: Object.fromEntries(resources) };
}

async function describeMissingStack(client: CloudFormationClient, name: string, session: AwsSession): Promise<string> {
  const others = await listStackNames(client).catch(() => []);
  const found = others.length === 0 ? 'The region has no stack.' : `Stacks there: ${others.join(', ')}.`;
  return `There is no stack ${name} in ${session.region} with ${describeProfile(session.profile)}. ${found} Deploy it with \`npm run deploy\`, or name another one with --stack, another region with --region, or another profile with --profile.`;
}

const MAX_NAMES = 10;

/** Lists the names of stacks that exist and are no nested stacks. */
async function listStackNames(client: CloudFormationClient): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const { StackSummaries = [] } of paginateListStacks({ client }, {})) {
    const existing = StackSummaries.filter(
      ({ StackStatus, ParentId }) => StackStatus !== 'DELETE_COMPLETE' && !ParentId,
    );
    names.push(...existing.flatMap(({ StackName }) => StackName ?? []));
    if (names.length >= MAX_NAMES) break;
  }
  return names.slice(0, MAX_NAMES);
}

/** Reports whether an error is one of the AWS SDK, or of the network below it. */
function isAwsError(error: unknown): boolean {
  return error instanceof Error && ('$metadata' in error || 'code' in error);
}
