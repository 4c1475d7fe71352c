import { CloudFormationClient, DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { describeProfile } from '../stack/aws-session.ts';
import { describeCloudFormationError, isStackMissing } from '../stack/cloudformation-errors.ts';
import type { AwsSession } from '../stack/deployed-stack.ts';

/** States of a bootstrap stack that is no use. */
const UNFINISHED = /^(REVIEW_IN_PROGRESS|ROLLBACK_|CREATE_FAILED|DELETE_)/;

/**
 * Checks that AWS accepts the credentials, and that the CDK is bootstrapped in their account and region.
 *
 * @param toolkitStackName - Stack that `cdk bootstrap` creates.
 * @throws Error that says which command to run first.
 */
export async function checkBootstrap(session: AwsSession, toolkitStackName: string): Promise<void> {
  const { region, credentials, profile } = session;
  const client = new CloudFormationClient({ region, credentials });
  const option = profile === undefined ? '' : ` --profile ${profile}`;
  const command = `AWS_REGION=${region} npx cdk bootstrap${option}`;
  try {
    const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: toolkitStackName }));
    const { StackStatus = '' } = Stacks[0] ?? {};
    if (!UNFINISHED.test(StackStatus)) return;
    throw new Error(
      `The CDK bootstrap in ${region} is not usable: the stack ${toolkitStackName} has the status ${StackStatus}. Delete that stack in CloudFormation, then run: ${command}`,
    );
  } catch (error) {
    if (isStackMissing(error)) {
      throw new Error(
        `The CDK is not bootstrapped in ${region} for the account of ${describeProfile(profile)}. Run once: ${command}`,
        { cause: error },
      );
    }
    // The CDK needs other permissions than this check.
    if (error instanceof Error && /^AccessDenied/.test(error.name)) return;
    if (!(error instanceof Error && '$metadata' in error)) throw error;
    throw new Error(describeCloudFormationError(error, session), { cause: error });
  } finally {
    client.destroy();
  }
}
