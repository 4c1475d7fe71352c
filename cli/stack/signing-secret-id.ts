import { UsageError } from '../usage-error.ts';
import type { DeployedStack } from './deployed-stack.ts';

/** Returns the stored secret with the signing secrets of the webhooks or the custom actions. @throws UsageError */
export function signingSecretIdOf(
  { secretIds, title }: Pick<DeployedStack, 'secretIds' | 'title'>,
  { ofActions }: { readonly ofActions: boolean },
): string {
  if (!ofActions) return secretIds.signingSecrets;
  if (secretIds.actionSigningSecrets !== undefined) return secretIds.actionSigningSecrets;
  throw new UsageError(`The app of ${title} has no custom actions. Leave out --actions.`);
}
