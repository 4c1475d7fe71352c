import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { type AwsSessionOptions, howToLogIn, openAwsSession } from '../../stack/aws-session.ts';
import { splitMessage } from '../describe-failure.ts';
import type { Finding } from '../finding.ts';

/** Checks that AWS accepts the credentials of this machine. */
export async function checkCredentials(
  { profile, region }: AwsSessionOptions,
  abortSignal: AbortSignal,
): Promise<readonly Finding[]> {
  const meaning = 'Without credentials, the command can see nothing of the deployed app.';
  try {
    const session = await openAwsSession({ profile, region });
    const sts = new STSClient({ region: session.region, credentials: session.credentials });
    const call = sts.send(new GetCallerIdentityCommand({}), { abortSignal });
    const { Account, Arn } = await call.finally(() => sts.destroy());
    return [{ status: 'ok', title: `AWS account ${Account} in ${session.region}, as ${Arn}` }];
  } catch (error) {
    if (abortSignal.aborted) throw error;
    return [{ status: 'problem', meaning, fix: howToLogIn(profile), ...splitMessage(error) }];
  }
}
