import { type FrameioRegistrations, REGISTRATION_TYPES } from './frameio-registrations.ts';
import type { PlannedChange, RegistrationPlan } from './plan-registration.ts';
import { type SigningSecretStores, signingSecretName } from './signing-secret-store.ts';

/** What a plan is applied to. */
export interface ApplyOptions {
  readonly registrations: FrameioRegistrations;
  readonly stores: SigningSecretStores;
  /** Receives each change when it is done. */
  readonly onChange?: ((change: PlannedChange) => void) | undefined;
}

/**
 * Applies a plan. A new webhook or action exists before the old one is deleted, so that no event is missed. Each signing
 * secret is stored as soon as Frame.io returns it. Signing secrets that are no longer needed are removed in one write at the
 * end, so that deliveries in flight still verify with the previous version of the stored secret.
 *
 * If it fails, plan and apply again: what is done stays done.
 *
 * @throws An ApiCallError of the client; an error of the secret store.
 */
export async function applyPlan({ changes, gone }: RegistrationPlan, options: ApplyOptions): Promise<void> {
  const { registrations, stores, onChange } = options;
  for (const planned of changes) {
    await applyChange(planned, options);
    onChange?.(planned);
  }
  const deleted = changes.flatMap((planned) => (planned.change === 'delete' ? [planned.existing] : []));
  for (const type of REGISTRATION_TYPES) {
    const ids = [...gone, ...deleted].flatMap((one) => (one.type === type ? [one.id] : []));
    await stores[type]?.remove(ids.map((id) => signingSecretName(registrations.accountId, id)));
  }
}

async function applyChange(planned: PlannedChange, { registrations, stores }: ApplyOptions): Promise<void> {
  if (planned.change === 'delete') {
    await registrations.delete(planned.existing.type, planned.existing.id);
    return;
  }
  const { desired, isDisabled } = planned;
  let id: string;
  if (planned.change === 'create') {
    const created = await registrations.create(desired);
    id = created.id;
    await stores[desired.type]?.add(signingSecretName(registrations.accountId, id), created.secret);
  } else {
    id = planned.existing.id;
    if (planned.fields.length > 0) await registrations.update(id, desired);
  }
  if (isDisabled) await registrations.disable(desired.type, id);
}
