import { signedHeaders } from '../../../sandbox/frameio/webhooks/signed-headers.ts';
import { type PostResult, sendSignedPost } from '../../../sandbox/frameio/webhooks/signed-post.ts';
import { describeFailure } from '../describe-failure.ts';
import type { DoctorContext } from '../doctor-context.ts';
import type { Finding } from '../finding.ts';

/** An address that Frame.io sends requests to. */
interface Address {
  readonly content: 'webhooks' | 'custom actions';
  readonly url: string;
  /** Secret with the signing secrets of its requests. */
  readonly secretId: string | undefined;
}

/** Not an event, so the endpoint answers 400 after it has verified the signature, and runs no handler. */
const SIGNED_BODY = '{"from":"frameio-lambda doctor"}';

const TIMEOUT_MS = 10_000;

/**
 * Checks that each URL of the app is reachable, refuses an unsigned request, and accepts one that the stored signing secret
 * signed.
 */
export async function checkEndpoint(context: DoctorContext, signal: AbortSignal): Promise<readonly Finding[]> {
  const { webhookUrl, actionsUrl, secretIds } = context.stack;
  const addresses: readonly Address[] = [
    { content: 'webhooks', url: webhookUrl, secretId: secretIds.signingSecrets },
    ...(actionsUrl === undefined
      ? []
      : [{ content: 'custom actions', url: actionsUrl, secretId: secretIds.actionSigningSecrets } as const]),
  ];
  return (await Promise.all(addresses.map((address) => checkAddress(context, address, signal)))).flat();
}

async function checkAddress(
  context: DoctorContext,
  address: Address,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { content, url, secretId } = address;
  const headers = { 'content-type': 'application/json' };
  const unsigned = await sendSignedPost({ url, body: '{}', headers, timeoutMs: TIMEOUT_MS });
  const problem = describeUnsigned(unsigned, address, context);
  if (problem) return [problem];
  const reachable: Finding = {
    status: 'ok',
    title: `${content}: the URL is reachable and refuses an unsigned request`,
  };
  try {
    if (secretId === undefined) return [reachable];
    const secret = await context.signingSecret(secretId);
    const timestamp = Math.floor((Date.now() + (await context.endpointClockOffset(signal))) / 1_000);
    const signed = { url, body: SIGNED_BODY, headers: signedHeaders(SIGNED_BODY, secret, timestamp) };
    return [reachable, describeSigned(await sendSignedPost({ ...signed, timeoutMs: TIMEOUT_MS }), address, context)];
  } catch (error) {
    const failure = describeFailure(error);
    return [reachable, { ...failure, title: `${content}: signed request not sent: ${failure.title}` }];
  }
}

function describeUnsigned(result: PostResult, { content, url }: Address, context: DoctorContext): Finding | undefined {
  if (result.status === 401) return undefined;
  const lost = `Frame.io cannot deliver ${content} either. It sends an event five times at most, within four minutes.`;
  if (result.status === undefined) {
    return {
      status: 'problem',
      title: `${content}: ${url} cannot be reached (${result.error})`,
      meaning: lost,
      fix: context.stack.aws
        ? 'Check the network of this machine. For a custom domain, check its DNS record and certificate. Then deploy again: npm run deploy'
        : 'Start the sandbox again: npm start',
    };
  }
  const title = `${content}: ${url} answers ${result.status} to an unsigned request, in place of 401`;
  if (result.status >= 200 && result.status < 300) {
    const meaning = 'Something else answers at this URL, or it accepts requests that Frame.io did not sign.';
    return { status: 'problem', title, meaning, fix: 'Check where the URL leads. Then deploy again: npm run deploy' };
  }
  if (result.status === 429) {
    const fix =
      'Wait a minute. If it stays, raise throttleRate or use the delivery mode queued, then deploy: npm run deploy';
    return { status: 'problem', title, meaning: lost, fix };
  }
  if (result.status >= 500) {
    return { status: 'problem', title, meaning: lost, fix: `Read the log of the endpoint: ${logCommand(context)}` };
  }
  const fix =
    'The API does not have this path any more, or a firewall refuses the request. Deploy again: npm run deploy';
  return { status: 'problem', title, meaning: lost, fix };
}

function describeSigned(result: PostResult, { content }: Address, context: DoctorContext): Finding {
  if (result.status === 400) return { status: 'ok', title: `${content}: the app accepts the stored signing secret` };
  const title = `${content}: the app answers ${result.status ?? result.error} to a request that the stored signing secret signed`;
  if (result.status === 401) {
    return {
      status: 'problem',
      title,
      meaning: 'The functions verify with another secret than the stored one, or their clock differs.',
      fix: 'If the secret changed less than a minute ago, run the command again. Otherwise deploy again: npm run deploy',
    };
  }
  const meaning = 'The app cannot verify requests, so Frame.io cannot deliver.';
  return { status: 'problem', title, meaning, fix: `Read the log of the endpoint: ${logCommand(context)}` };
}

function logCommand({ stack }: DoctorContext): string {
  const logGroup = stack.functions.find(({ role }) => role === 'endpoint')?.logGroup;
  if (logGroup === undefined || !stack.aws) return 'npm run frameio -- deliveries';
  return `aws logs tail ${logGroup} --since 15m --region ${stack.aws.region}`;
}
