import { isRecord, parseRecord } from '../../lib/core/type-guards.ts';
import { UNNAMED } from '../../lib/registration/stored-signing-secrets.ts';
import { readSigningSecrets } from '../../lib/secrets/read-signing-secrets.ts';
import { signingSecretsIn } from '../stack/signing-secrets-in.ts';
import { UsageError } from '../usage-error.ts';

/**
 * Reads what a user gave: a signing secret, a webhook or an action as Frame.io returned it, or a JSON object of names and signing
 * secrets.
 *
 * @param name - Name for a single signing secret.
 * @returns The signing secrets by name.
 * @throws UsageError that says what is wrong with the input, and repeats nothing of it.
 */
export function readGivenSecrets(input: string, name: string | undefined): ReadonlyMap<string, string> {
  const text = withoutEnvelope(input.trim());
  const refusals = readSigningSecrets(text).flatMap(({ reason }) =>
    reason === undefined || reason === 'other_field' ? [] : reason.replaceAll('_', ' '),
  );
  const given = signingSecretsIn(text);
  if (refusals.length > 0 || given.size === 0) {
    const found = [...new Set(refusals)].join(', ') || 'no secret in it';
    throw new UsageError(
      `Expected a signing secret, found something else (${found}). Pass the secret that Frame.io showed when you created the webhook or the action. If it is lost, create the webhook or the action again.`,
    );
  }
  const [single, ...others] = given.values();
  if (name === undefined || single === undefined) return given;
  if (others.length > 0 || !given.has(UNNAMED)) {
    throw new UsageError('The input names its signing secrets. Leave out the name on the command line.');
  }
  return new Map([[name, single]]);
}

/** The Frame.io API returns a resource as `data` of an object. */
function withoutEnvelope(text: string): string {
  const { data } = parseRecord(text) ?? {};
  return isRecord(data) ? JSON.stringify(data) : text;
}
