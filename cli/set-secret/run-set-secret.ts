import { parseStoredValues } from '../../lib/registration/stored-signing-secrets.ts';
import { safeName } from '../../lib/secrets/read-signing-secrets.ts';
import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { Prompts } from '../prompts.ts';
import { findStack } from '../stack/find-stack.ts';
import { putSecretText, readSecretText } from '../stack/secret-text.ts';
import { signingSecretIdOf } from '../stack/signing-secret-id.ts';
import { readGivenSecrets } from './read-given-secrets.ts';
import { HELP, readSetSecretOptions } from './set-secret-options.ts';

/** Runs `set-secret` with these arguments and returns the exit code. */
export async function runSetSecret(args: readonly string[], prompts: Prompts = new Prompts()): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const options = readSetSecretOptions(args);
  const { name, json } = options;
  const stack = await findStack(options.stack);
  const secretId = signingSecretIdOf(stack, options);
  if (prompts.isInteractive) console.error(`Signing secret for ${stack.title}`);
  const input = prompts.isInteractive ? await prompts.askSecret('Signing secret') : await prompts.readInput();
  const given = readGivenSecrets(input, name);
  const stored = parseStoredValues((await readSecretText(stack, secretId)) ?? '', secretId);
  const before = new Map(Object.entries(stored));
  const after = new Map([...before, ...given]);
  const names = (isWanted: (key: string) => boolean) => [...after.keys()].filter(isWanted).map(safeName);
  const added = names((key) => !before.has(key));
  const replaced = names((key) => before.has(key) && before.get(key) !== after.get(key));
  const kept = names((key) => before.get(key) === after.get(key));
  const isChanged = added.length + replaced.length > 0;
  if (isChanged) await putSecretText(stack, secretId, JSON.stringify(Object.fromEntries(after)));
  if (json) {
    printJson({ stack: stack.name, secretId, added, replaced, kept });
    return 0;
  }
  console.log(`Signing secrets of ${stack.title}`);
  for (const [verb, list] of Object.entries({ added, replaced, kept })) {
    if (list.length > 0) console.log(`  ${verb.padEnd(8)}  ${list.join(', ')}`);
  }
  console.log(isChanged ? describeChange(replaced.length > 0) : 'Nothing was changed: the secret is stored already.');
  return 0;
}

function describeChange(hasReplaced: boolean): string {
  const overlap = ' The replaced one verifies for 24 hours more. After a leak, run revoke-secret.';
  return `Stored. The endpoint uses the secret within 30 seconds.${hasReplaced ? overlap : ''}`;
}
