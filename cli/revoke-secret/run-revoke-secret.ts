import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { Prompts } from '../prompts.ts';
import { findStack } from '../stack/find-stack.ts';
import { putSecretText, readSecretText } from '../stack/secret-text.ts';
import { signingSecretIdOf } from '../stack/signing-secret-id.ts';
import { UsageError } from '../usage-error.ts';
import { planRevocation } from './plan-revocation.ts';
import { HELP, readRevokeOptions } from './revoke-options.ts';

/** Runs `revoke-secret` with these arguments and returns the exit code. */
export async function runRevokeSecret(args: readonly string[], prompts: Prompts = new Prompts()): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const options = readRevokeOptions(args);
  const { name, yes, json } = options;
  const stack = await findStack(options.stack);
  const secretId = signingSecretIdOf(stack, options);
  const [current = '', previous] = await Promise.all([
    readSecretText(stack, secretId, 'AWSCURRENT'),
    readSecretText(stack, secretId, 'AWSPREVIOUS'),
  ]);
  const { text, revoked, kept } = planRevocation({ current, previous }, name);
  if (revoked.length === 0) {
    if (json) printJson({ stack: stack.name, secretId, revoked, kept });
    else console.log(`Nothing to revoke: ${stack.title} accepts only the current signing secrets.`);
    return 0;
  }
  console.error(`Signing secrets of ${stack.title}\n  revoke  ${revoked.join(', ')}\n  keep    ${kept.join(', ')}`);
  if (!yes && !(await isConfirmed(prompts))) {
    console.error('Nothing was changed.');
    return 1;
  }
  // The value that a new version replaces still verifies. The second time, that is the new value itself.
  await putSecretText(stack, secretId, text);
  await putSecretText(stack, secretId, text);
  if (json) printJson({ stack: stack.name, secretId, revoked, kept });
  else console.log('Revoked. Running functions refuse the secret within five minutes.');
  return 0;
}

async function isConfirmed(prompts: Prompts): Promise<boolean> {
  if (!prompts.isInteractive) throw new UsageError('Nobody can answer here. Pass --yes to revoke without a question.');
  return await prompts.confirm('Revoke?');
}
