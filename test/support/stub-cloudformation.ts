import type { Template } from '../../cdk/template.ts';
import { type LocalServer, listen } from '../../sandbox/http/listen.ts';
import { readBody } from '../../sandbox/http/read-body.ts';

/** A stack that exists in the stub. */
export interface StubStack {
  readonly name: string;
  readonly region: string;
  readonly template: Template;
  readonly outputs: Readonly<Record<string, string>>;
  /** @default UPDATE_COMPLETE */
  readonly status?: string;
}

/** An error of CloudFormation. */
export interface StubError {
  readonly status: number;
  readonly code: string;
  readonly message: string;
}

/** CloudFormation's HTTP edge, with the calls that the commands make. */
export interface StubCloudFormation extends LocalServer {
  readonly stacks: StubStack[];
  /** Operations that were called. */
  readonly calls: string[];
  /** Answer to every call while it is set. */
  error: StubError | undefined;
}

/** Resources on each page of a list, so that even a small stack has several pages. */
const PAGE_SIZE = 7;

/** Starts CloudFormation with the query protocol. The region of a call is that of its signature, as on AWS. */
export async function stubCloudFormation(): Promise<StubCloudFormation> {
  const stacks: StubStack[] = [];
  const calls: string[] = [];
  const server = await listen(async (request, response) => {
    const query = new URLSearchParams(String(await readBody(request, 1_000_000)));
    const [, region = ''] =
      /Credential=[^/]+\/\d+\/([^/]+)\/cloudformation\//.exec(request.headers.authorization ?? '') ?? [];
    const operation = query.get('Action') ?? '';
    calls.push(operation);
    const there = stacks.filter((stack) => stack.region === region);
    const result = stub.error ?? answer(operation, query, there);
    const isError = typeof result !== 'string';
    response.writeHead(isError ? result.status : 200, { 'content-type': 'text/xml' });
    response.end(
      isError
        ? `<ErrorResponse><Error><Type>Sender</Type><Code>${result.code}</Code><Message>${result.message}</Message></Error></ErrorResponse>`
        : `<${operation}Response><${operation}Result>${result}</${operation}Result></${operation}Response>`,
    );
  });
  const stub: StubCloudFormation = { ...server, stacks, calls, error: undefined };
  return stub;
}

/** Returns the ARN of a stack in the stub. */
export function stackIdOf({ name, region }: Pick<StubStack, 'name' | 'region'>): string {
  return `arn:aws:cloudformation:${region}:123456789012:stack/${name}/3c1f9d2e-0000-4000-8000-000000000001`;
}

/** Returns the physical id of a resource as AWS forms it. */
export function physicalIdOf({ region }: Pick<StubStack, 'region'>, logicalId: string, type: string): string {
  switch (type) {
    case 'AWS::SecretsManager::Secret':
      return `arn:aws:secretsmanager:${region}:123456789012:secret:${logicalId}-AbCdEf`;
    case 'AWS::SQS::Queue':
      return `https://sqs.${region}.amazonaws.com/123456789012/${logicalId}`;
    default:
      return `physical-${logicalId}`;
  }
}

function answer(operation: string, query: URLSearchParams, stacks: readonly StubStack[]): string | StubError {
  if (operation === 'ListStacks') {
    const summaries = stacks.map(({ name, status = 'UPDATE_COMPLETE' }) =>
      member({ StackName: name, StackStatus: status }),
    );
    return `<StackSummaries>${summaries.join('')}</StackSummaries>`;
  }
  const wanted = query.get('StackName') ?? '';
  const stack = stacks.find((each) => each.name === wanted || stackIdOf(each) === wanted);
  if (!stack) return { status: 400, code: 'ValidationError', message: `Stack with id ${wanted} does not exist` };
  if (operation === 'DescribeStacks') {
    const outputs = Object.entries(stack.outputs).map(([OutputKey, OutputValue]) => member({ OutputKey, OutputValue }));
    const { name: StackName, status: StackStatus = 'UPDATE_COMPLETE' } = stack;
    const fields = elements({
      StackName,
      StackId: stackIdOf(stack),
      StackStatus,
      CreationTime: '2026-01-01T00:00:00Z',
    });
    return `<Stacks><member>${fields}<Outputs>${outputs.join('')}</Outputs></member></Stacks>`;
  }
  if (operation === 'GetTemplate') return elements({ TemplateBody: JSON.stringify(stack.template) });
  const from = Number(query.get('NextToken') ?? 0);
  const resources = Object.entries(stack.template.Resources);
  const page = resources.slice(from, from + PAGE_SIZE).map(([LogicalResourceId, { Type: ResourceType }]) =>
    member({
      LogicalResourceId,
      ResourceType,
      PhysicalResourceId: physicalIdOf(stack, LogicalResourceId, ResourceType),
    }),
  );
  const next = from + PAGE_SIZE < resources.length ? elements({ NextToken: String(from + PAGE_SIZE) }) : '';
  return `<StackResourceSummaries>${page.join('')}</StackResourceSummaries>${next}`;
}

function member(fields: Readonly<Record<string, string>>): string {
  return `<member>${elements(fields)}</member>`;
}

function elements(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`)
    .join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
