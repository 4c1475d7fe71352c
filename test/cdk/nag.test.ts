import { afterAll, afterEach, expect, it, jest } from '@jest/globals';
import { type Stack, Validations } from 'aws-cdk-lib';
import { Vpc } from 'aws-cdk-lib/aws-ec2';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Tracing } from 'aws-cdk-lib/aws-lambda';
import { AwsSolutionsChecks } from 'cdk-nag';
import type { IConstruct } from 'constructs';
import { DELIVERY_MODES } from '../../cdk/delivery-mode.ts';
import { recordOf } from '../../lib/core/type-guards.ts';
import { fullStack } from '../support/full-app.ts';
import { ProjectFolder } from '../support/project-folder.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());
afterEach(() => {
  jest.restoreAllMocks();
});

/** Returns what AWS Solutions finds, each as `<rule> <construct path without the stack>`, in alphabetical order. */
function findingsIn(stack: Stack): readonly string[] {
  const { violations } = new AwsSolutionsChecks().validateScope(stack);
  return violations
    .flatMap(({ ruleName, violatingResources = [] }) => violatingResources.map((found) => [ruleName, found] as const))
    .map(([rule, { constructPath = '' }]) => `${rule} ${shorten(constructPath)}`)
    .sort();
}

/** Returns the accepted findings, in the form of `findingsIn`, with their reasons. */
function acceptedIn(stack: Stack): ReadonlyMap<string, unknown> {
  const accepted = stack.node.findAll().flatMap(({ node }: IConstruct) =>
    node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY)
      .flatMap(({ data }) => Object.entries(recordOf(data)))
      .map(([rule, reason]) => [`${rule.replace(/^Annotation::/, '')} ${shorten(node.path)}`, reason] as const),
  );
  return new Map(accepted);
}

const shorten = (path: string) => path.replace('FrameioLambda/Webhook/', '').replace(/\/Resource$/, '');

it.each(DELIVERY_MODES)('the rules of AWS Solutions find nothing: %s', (mode) => {
  expect(findingsIn(fullStack(project, mode))).toEqual([]);
});

it('they find nothing in a stack with a VPC, traces, a key and provisioned concurrency either', () => {
  const stack = fullStack(project, 'queued', (scope) => ({
    functions: {
      tracing: Tracing.ACTIVE,
      vpc: Vpc.fromVpcAttributes(scope, 'Vpc', {
        vpcId: 'vpc-1',
        availabilityZones: ['a'],
        privateSubnetIds: ['subnet-1'],
      }),
    },
    endpoint: { provisionedConcurrency: 1 },
    encryptionKey: Key.fromKeyArn(scope, 'Key', 'arn:aws:kms:eu-west-1:123456789012:key/1234abcd'),
  }));
  expect(findingsIn(stack)).toEqual([]);
});

it.each(DELIVERY_MODES)('each accepted finding is one of the rules, on one resource, and has a reason: %s', (mode) => {
  const accepted = acceptedIn(fullStack(project, mode));
  for (const reason of accepted.values()) expect(String(reason)).toMatch(/^\w.{30,}\.$/);
  jest.spyOn(Validations.prototype, 'acknowledge').mockImplementation(() => undefined);
  const findings = findingsIn(fullStack(project, mode));
  expect(findings.length).toBeGreaterThan(0);
  expect([...accepted.keys()].sort()).toEqual(findings);
});
