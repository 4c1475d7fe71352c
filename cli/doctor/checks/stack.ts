import type { DeployedStack } from '../../stack/deployed-stack.ts';
import type { Finding } from '../finding.ts';

/** Statuses of a stack that is deployed completely (CloudFormation user guide, stack status codes). */
const COMPLETE = ['CREATE_COMPLETE', 'UPDATE_COMPLETE', 'IMPORT_COMPLETE'];

/** Checks that the stack is deployed, and that its last deployment succeeded. */
export function checkStack({ title, name, aws }: DeployedStack): readonly Finding[] {
  if (!aws || COMPLETE.includes(aws.status)) return [{ status: 'ok', title: aws ? `${title}: ${aws.status}` : title }];
  const found = `${title} has the status ${aws.status}`;
  if (aws.status.endsWith('_IN_PROGRESS')) {
    const meaning = 'A deployment is running. The other results may change until it ends.';
    return [{ status: 'warning', title: found, meaning, fix: 'Wait until it ends, then run the command again.' }];
  }
  if (aws.status === 'UPDATE_ROLLBACK_COMPLETE' || aws.status === 'IMPORT_ROLLBACK_COMPLETE') {
    const meaning = 'The last deployment failed. The app of the deployment before it runs.';
    return [
      {
        status: 'warning',
        title: found,
        meaning,
        fix: `Read the cause, then deploy again: ${eventsOf(name, aws.region)}`,
      },
    ];
  }
  const meaning = 'The last deployment failed, and the stack may be incomplete.';
  return [
    {
      status: 'problem',
      title: found,
      meaning,
      fix: `Read the cause, then deploy again: ${eventsOf(name, aws.region)}`,
    },
  ];
}

function eventsOf(name: string, region: string): string {
  const query = `StackEvents[?contains(ResourceStatus,'FAILED')].[LogicalResourceId,ResourceStatusReason]`;
  return `aws cloudformation describe-stack-events --stack-name ${name} --region ${region} --query "${query}"`;
}
