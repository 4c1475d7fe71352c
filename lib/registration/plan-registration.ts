import { isDeepStrictEqual } from 'node:util';
import { ConfigError } from '../core/errors.ts';
import {
  type DesiredRegistration,
  desiredRegistrations,
  type RegisteredApp,
  type RegistrationTarget,
} from './desired-registrations.ts';
import {
  type ExistingRegistration,
  type FrameioRegistrations,
  REGISTRATION_TYPES,
  type RegistrationType,
} from './frameio-registrations.ts';
import { idsOf, type SigningSecretStores } from './signing-secret-store.ts';

/** A registration to create. */
export interface PlannedCreate {
  readonly change: 'create';
  readonly desired: DesiredRegistration;
  /** Whether the new one replaces one whose signing secret is not stored. */
  readonly isReplacement: boolean;
  /** Whether somebody disabled the one that it replaces. */
  readonly isDisabled: boolean;
}

/** A registration to change. Its id and its signing secret stay the same. */
export interface PlannedUpdate {
  readonly change: 'update';
  readonly desired: DesiredRegistration;
  readonly existing: ExistingRegistration;
  /** Names of the fields that differ. */
  readonly fields: readonly string[];
  /** Whether it becomes inactive, because somebody disabled a duplicate of it. */
  readonly isDisabled: boolean;
}

/** A registration to delete. */
export interface PlannedDelete {
  readonly change: 'delete';
  readonly existing: ExistingRegistration;
}

/** One change of a Frame.io account. */
export type PlannedChange = PlannedCreate | PlannedUpdate | PlannedDelete;

/** The difference between an app and a Frame.io account. */
export interface RegistrationPlan {
  /** The changes, in the order in which they are applied. */
  readonly changes: readonly PlannedChange[];
  readonly unchanged: readonly ExistingRegistration[];
  /** Those that somebody disabled in Frame.io. They stay disabled, and so do their replacements. */
  readonly disabled: readonly ExistingRegistration[];
  /** Webhooks that do not belong to the app, but send to its URL. Each event arrives once more for each of them. */
  readonly sameUrl: readonly ExistingRegistration[];
  /** Ids whose signing secrets are stored, but which no longer exist. */
  readonly gone: readonly { readonly type: RegistrationType; readonly id: string }[];
}

/** What a plan is made of. */
export interface PlanOptions {
  readonly registrations: FrameioRegistrations;
  readonly stores: SigningSecretStores;
  readonly app: RegisteredApp;
  readonly target: RegistrationTarget;
  /** The target of the previous deployment in the same account. Finds what it created and could not store. */
  readonly previous?: RegistrationTarget | undefined;
}

/** What exists in the account. */
interface AccountState {
  readonly existing: readonly ExistingRegistration[];
  readonly gone: RegistrationPlan['gone'];
  readonly isStored: (registration: ExistingRegistration) => boolean;
}

/**
 * Compares an app with a Frame.io account, and changes nothing.
 *
 * A webhook belongs to the app if its signing secret is stored and its name or its URL is the app's, or if both are. A custom
 * action belongs to the app if its URL is the app's, or if its signing secret is stored and the app has its key.
 *
 * @throws ConfigError if a workspace does not exist; an ApiCallError of the client; an error of the secret store.
 */
export async function planRegistration(options: PlanOptions): Promise<RegistrationPlan> {
  const desired = desiredRegistrations(options.app, options.target);
  if (!options.stores.action && desired.some(({ type }) => type === 'action')) throw missingStore();
  const { existing, gone, isStored } = await readAccount(options, desired);
  const isOwn = ownershipOf(options, isStored);
  const own = existing.filter(isOwn);
  const plans = desired.map((one) =>
    planOne(
      one,
      own.filter((other) => isSame(one, other)),
      isStored,
    ),
  );
  const kept = plans.flatMap(({ kept }) => kept ?? []);
  const urls = new Set(targetsOf(options).map(({ webhookUrl }) => webhookUrl));
  return {
    changes: [
      ...plans.flatMap(({ change }) => change ?? []),
      ...own.filter((one) => !kept.includes(one)).map((one) => ({ change: 'delete', existing: one }) as const),
    ],
    unchanged: plans.flatMap(({ change, kept }) => (kept && !change ? [kept] : [])),
    disabled: own.filter(({ isActive }) => !isActive),
    sameUrl: existing.filter((one) => one.type === 'webhook' && !isOwn(one) && urls.has(one.definition.url)),
    gone,
  };
}

function planOne(
  desired: DesiredRegistration,
  candidates: readonly ExistingRegistration[],
  isStored: AccountState['isStored'],
) {
  const isDisabled = candidates.some(({ isActive }) => !isActive);
  // During a rotation there are two. The one that receives the events stays; if both do, the newer one.
  const [best] = candidates
    .filter(isStored)
    .map((existing) => ({ existing, fields: differingFields(desired, existing) }))
    .reverse()
    .toSorted((a, b) => a.fields.length - b.fields.length);
  if (!best) {
    const change = { change: 'create', desired, isReplacement: candidates.length > 0, isDisabled } as const;
    return { kept: undefined, change };
  }
  const { existing, fields } = best;
  const becomesDisabled = isDisabled && existing.isActive;
  if (fields.length === 0 && !becomesDisabled) return { kept: existing, change: undefined };
  const change = { change: 'update', desired, existing, fields, isDisabled: becomesDisabled } as const;
  return { kept: existing, change };
}

/** Returns the names of the fields that differ. Frame.io may omit a field. */
function differingFields({ definition }: DesiredRegistration, existing: ExistingRegistration): readonly string[] {
  return Object.entries(definition).flatMap(([name, value]) => {
    const found = existing.definition[name];
    return found === undefined || isDeepStrictEqual(value, found) ? [] : [name];
  });
}

/** Reads the workspaces of the app, and what its stored signing secrets belong to. */
async function readAccount(
  { registrations, stores, ...options }: PlanOptions,
  desired: readonly DesiredRegistration[],
): Promise<AccountState> {
  const existing: ExistingRegistration[] = [];
  const gone: { readonly type: RegistrationType; readonly id: string }[] = [];
  const stored = new Set<string>();
  for (const type of REGISTRATION_TYPES) {
    const ids = idsOf(registrations.accountId, (await stores[type]?.read()) ?? {});
    for (const id of ids) stored.add(id);
    if (type === 'action' && ids.length === 0 && !hasActions(options)) continue;
    for (const workspaceId of new Set(targetsOf(options).flatMap(({ workspaceIds }) => workspaceIds))) {
      const listed = await registrations.list(type, workspaceId);
      if (!listed && desired.some((one) => one.workspaceId === workspaceId)) throw missingWorkspace(workspaceId);
      existing.push(...(listed ?? []));
    }
    for (const id of ids.filter((id) => !existing.some((one) => one.id === id))) {
      const found = await registrations.show(type, id);
      if (found) existing.push(found);
      else gone.push({ type, id });
    }
  }
  return { existing, gone, isStored: ({ id }) => stored.has(id) };
}

function ownershipOf(options: Omit<PlanOptions, 'registrations' | 'stores'>, isStored: AccountState['isStored']) {
  const targets = targetsOf(options);
  const keys = options.app.actions.map(({ key }) => key);
  return (one: ExistingRegistration): boolean => {
    const { name, url, event } = one.definition;
    if (one.type === 'action') {
      return (
        targets.some(({ actionsUrl }) => actionsUrl === url) || (isStored(one) && keys.some((key) => key === event))
      );
    }
    const hasName = targets.some((target) => target.name === name);
    const hasUrl = targets.some((target) => target.webhookUrl === url);
    return isStored(one) ? hasName || hasUrl : hasName && hasUrl;
  };
}

function targetsOf({ target, previous }: Pick<PlanOptions, 'target' | 'previous'>): readonly RegistrationTarget[] {
  return previous ? [target, previous] : [target];
}

function hasActions(options: Pick<PlanOptions, 'target' | 'previous'>): boolean {
  return targetsOf(options).some(({ actionsUrl }) => actionsUrl !== undefined);
}

function isSame({ type, workspaceId, definition }: DesiredRegistration, other: ExistingRegistration): boolean {
  const hasSameKey = type === 'webhook' || definition.event === other.definition.event;
  return other.type === type && other.workspaceId === workspaceId && hasSameKey;
}

function missingStore(): ConfigError {
  return new ConfigError(
    "There is no secret for the signing secrets of the app's custom actions. Deploy the app with its actions, then register it.",
  );
}

function missingWorkspace(workspaceId: string): ConfigError {
  return new ConfigError(
    `The workspace ${workspaceId} does not exist, or the credentials have no access to it. Correct registration.workspaceIds, or give the user of the credentials access.`,
  );
}
