import { parseRecord } from '../../lib/core/type-guards.ts';
import type { ExistingRegistration, RegistrationType } from '../../lib/registration/frameio-registrations.ts';
import { idsOf } from '../../lib/registration/signing-secret-store.ts';
import type { VisibleWorkspace } from '../stack/visible-workspaces.ts';
import type { DoctorContext } from './doctor-context.ts';

/** A webhook or a custom action of the app, as it is in Frame.io. */
export interface OwnRegistration extends ExistingRegistration {
  readonly workspace: VisibleWorkspace;
  /** Whether its signing secret is stored. `undefined` if the stored secrets do not say what they belong to. */
  readonly isSecretStored: boolean | undefined;
}

/**
 * Finds the webhooks or the custom actions of the app in these workspaces: those with its URL, and those whose signing secret
 * is stored.
 */
export async function findOwnRegistrations(
  context: DoctorContext,
  type: RegistrationType,
  workspaces: readonly VisibleWorkspace[],
): Promise<readonly OwnRegistration[]> {
  const { webhookUrl, actionsUrl, secretIds } = context.stack;
  const url = type === 'webhook' ? webhookUrl : actionsUrl;
  const names = await readSecretNames(
    context,
    type === 'webhook' ? secretIds.signingSecrets : secretIds.actionSigningSecrets,
  );
  const lists = workspaces.map(async (workspace) => {
    const storedIds = idsOf(workspace.accountId, names);
    const own: OwnRegistration[] = [];
    for (const one of await context.registrations(type, workspace)) {
      const isStored = storedIds.includes(one.id);
      if (one.definition.url !== url && !isStored) continue;
      own.push({ ...one, workspace, isSecretStored: areNamesComplete(names) ? isStored : undefined });
    }
    return own;
  });
  return (await Promise.all(lists)).flat();
}

/** Returns the names of the stored signing secrets. Empty if the secret has no names or cannot be read. */
async function readSecretNames(
  context: DoctorContext,
  secretId: string | undefined,
): Promise<Readonly<Record<string, string>>> {
  const text = secretId === undefined ? undefined : await context.secretText(secretId).catch(() => undefined);
  const values = parseRecord(text ?? '') ?? {};
  return Object.fromEntries(Object.keys(values).map((name) => [name, '']));
}

/** `connect` names each signing secret after what it belongs to. One that a person stored has another name. */
function areNamesComplete(names: Readonly<Record<string, string>>): boolean {
  const all = Object.keys(names);
  return all.length > 0 && all.every((name) => name.includes('/'));
}
