import { Validations } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';

/** What Lambda needs to attach a function to a VPC (Lambda guide, "Giving Lambda functions access to resources in a VPC"). */
const ACTIONS = [
  'ec2:CreateNetworkInterface',
  'ec2:DescribeNetworkInterfaces',
  'ec2:DescribeSubnets',
  'ec2:DeleteNetworkInterface',
  'ec2:AssignPrivateIpAddresses',
  'ec2:UnassignPrivateIpAddresses',
];

/** Lets Lambda attach the functions of a role to a VPC. */
export function allowNetworkInterfaces(role: Role): void {
  role.addToPolicy(new PolicyStatement({ actions: ACTIONS, resources: ['*'] }));
  acceptAllResources(
    role,
    'Lambda creates the network interfaces, so their ids are not known, and the Describe actions accept no resource.',
  );
}

/** Accepts that a role may send traces to X-Ray. The CDK adds the statement. */
export function acceptTraces(role: Role): void {
  acceptAllResources(role, 'The actions of X-Ray that record a trace accept no resource.');
}

function acceptAllResources(role: Role, reason: string): void {
  Validations.of(role).acknowledge({ id: 'AwsSolutions-IAM5[Resource::*]', reason });
}
