import { AwsServiceError } from '../../../lib/aws/aws-errors.ts';
import { parseApiCredentials } from '../../../lib/secrets/parse-secret.ts';
import { readSigningSecrets, type SigningSecretCandidate } from '../../../lib/secrets/read-signing-secrets.ts';
import { describeFailure } from '../describe-failure.ts';
import type { DoctorContext } from '../doctor-context.ts';
import type { Finding } from '../finding.ts';

/** One secret of the app. */
interface CheckedSecret {
  readonly secretId: string;
  /** What it holds, for people. */
  readonly content: string;
  /** What happens as long as it has no usable value. */
  readonly meaning: string;
  /** Command that sets it. */
  readonly fix: string;
  /** Looks for errors in its value. */
  readonly inspect: (text: string) => Finding;
}

/** Checks that each secret of the app is set and usable. No finding contains a part of a value. */
export async function checkSecrets(context: DoctorContext): Promise<readonly Finding[]> {
  return await Promise.all(secretsOf(context).map((secret) => checkSecret(context, secret)));
}

function secretsOf(context: DoctorContext): readonly CheckedSecret[] {
  const { secretIds, manifest } = context.stack;
  const connect = context.commandLine('connect');
  const signing = {
    secretId: secretIds.signingSecrets,
    content: 'signing secrets of the webhooks',
    meaning: 'The endpoint cannot verify a webhook. It answers 503, and Frame.io gives up after four minutes.',
    fix: connect,
  };
  const actions = {
    content: 'signing secrets of the custom actions',
    meaning: 'The app cannot verify a custom action. People see an error in Frame.io.',
    fix: connect,
  };
  const credentials = {
    secretId: secretIds.apiCredentials,
    content: 'API credentials',
    meaning: 'Handlers that call Frame.io wait until it has a value.',
    fix: context.commandLine('set-token'),
  };
  const keys = manifest.actions.map(({ key }) => key);
  return [
    { ...signing, inspect: (text) => inspectSigningSecrets(text, signing) },
    ...(secretIds.actionSigningSecrets === undefined
      ? []
      : [
          {
            ...actions,
            secretId: secretIds.actionSigningSecrets,
            inspect: (text: string) => inspectActionSecrets(text, keys, actions),
          },
        ]),
    { ...credentials, inspect: (text) => inspectCredentials(text, credentials) },
  ];
}

async function checkSecret(context: DoctorContext, secret: CheckedSecret): Promise<Finding> {
  const { secretId, content, meaning, fix, inspect } = secret;
  try {
    const text = await context.secretText(secretId);
    if (text !== undefined) return inspect(text);
    return { status: 'problem', title: `${content}: ${secretId} has no value`, meaning, fix };
  } catch (error) {
    const failure = describeFailure(error);
    const title = `${content}: ${failure.title}`;
    if (!isMissing(error)) return { ...failure, title };
    return { status: 'problem', title, meaning, fix: 'Somebody deleted it. Deploy again: npm run deploy' };
  }
}

function isMissing(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof AwsServiceError && cause.awsCode === 'ResourceNotFoundException';
}

type SecretTexts = Pick<CheckedSecret, 'content' | 'meaning' | 'fix'>;

function inspectSigningSecrets(text: string, { content, meaning, fix }: SecretTexts): Finding {
  const candidates = readSigningSecrets(text);
  const usable = candidates.filter(({ secret }) => secret !== undefined);
  const refused = candidates.filter(({ reason }) => reason !== undefined && reason !== 'other_field');
  if (usable.length === 0) {
    const found = refused.map(describeRefusal).join(', ') || 'empty';
    return { status: 'problem', title: `${content}: no usable value (${found})`, meaning, fix };
  }
  if (refused.length === 0) return { status: 'ok', title: `${content}: ${usable.length} set` };
  return {
    status: 'problem',
    title: `${content}: ${usable.length} set, ${refused.length} not usable (${refused.map(describeRefusal).join(', ')})`,
    meaning: 'The endpoint answers 401 to the webhooks whose secret is not usable.',
    fix,
  };
}

function inspectActionSecrets(text: string, keys: readonly string[], texts: SecretTexts): Finding {
  const finding = inspectSigningSecrets(text, texts);
  if (finding.status !== 'ok') return finding;
  const names = readSigningSecrets(text).map(({ key }) => key);
  // `connect` names a secret after the id of its action. The check of the actions reports one that is missing.
  if (names.some((name) => name === undefined || name.includes('/'))) return finding;
  const missing = keys.filter((key) => !names.some((name) => name === key || name === `${key}.secret`));
  if (missing.length === 0) return finding;
  return {
    status: 'problem',
    title: `${texts.content}: missing for ${missing.join(', ')}`,
    meaning: 'The app answers 401 to these actions. People see an error in Frame.io.',
    fix: texts.fix,
  };
}

function inspectCredentials(text: string, { content, meaning, fix }: SecretTexts): Finding {
  try {
    const credentials = parseApiCredentials(text, content);
    const kind = 'token' in credentials ? 'a token' : 'server-to-server credentials';
    return { status: 'ok', title: `${content}: ${kind}` };
  } catch {
    const title = `${content}: empty, a placeholder or malformed`;
    return { status: 'problem', title, meaning, fix };
  }
}

function describeRefusal({ key, reason }: SigningSecretCandidate): string {
  const words = String(reason).replaceAll('_', ' ');
  return key === undefined ? words : `${key}: ${words}`;
}
