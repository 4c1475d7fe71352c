import type * as Frameio from '../../../lib/client/frameio.ts';
import { EntityStore } from './entity-store.ts';
import type {
  DeletedAsset,
  DeliveryFailure,
  SandboxSettings,
  StoredAction,
  StoredAuditEntry,
  StoredCollection,
  StoredComment,
  StoredFieldDefinition,
  StoredFile,
  StoredFolder,
  StoredGrant,
  StoredGroup,
  StoredMetadataValue,
  StoredPermission,
  StoredProject,
  StoredShare,
  StoredShareActivity,
  StoredVersionStack,
  StoredWebhook,
  StoredWorkspace,
  User,
} from './stored-resources.ts';

/** What each store contains. The names are part of the journal's format. */
export interface Entities {
  readonly settings: SandboxSettings;
  readonly accounts: Frameio.Account;
  readonly actions: StoredAction;
  readonly auditLogs: StoredAuditEntry;
  readonly collections: StoredCollection;
  readonly comments: StoredComment;
  readonly deletedAssets: DeletedAsset;
  readonly deliveryFailures: DeliveryFailure;
  readonly fieldDefinitions: StoredFieldDefinition;
  readonly files: StoredFile;
  readonly folders: StoredFolder;
  readonly grants: StoredGrant;
  readonly groups: StoredGroup;
  readonly metadataValues: StoredMetadataValue;
  readonly permissions: StoredPermission;
  readonly projects: StoredProject;
  readonly shareActivities: StoredShareActivity;
  readonly shares: StoredShare;
  readonly users: User;
  readonly versionStacks: StoredVersionStack;
  readonly webhooks: StoredWebhook;
  readonly workspaces: StoredWorkspace;
}

/** Name of a store. */
export type EntityName = keyof Entities;

/** One store for each kind of entity. */
export type EntityStores = { readonly [Name in EntityName]: EntityStore<Entities[Name]> };

/** A change of a store, as the journal records it. */
export type EntityChange<Name extends EntityName = EntityName> =
  | { readonly kind: 'stored'; readonly store: Name; readonly value: Entities[Name] }
  | { readonly kind: 'deleted'; readonly store: Name; readonly id: string };

/** Creates empty stores. */
export function createStores(onChange: (change: EntityChange) => void): EntityStores {
  const store = <Name extends EntityName>(name: Name) =>
    new EntityStore<Entities[Name]>({
      onPut: (value) => onChange({ kind: 'stored', store: name, value }),
      onDelete: (id) => onChange({ kind: 'deleted', store: name, id }),
    });
  return {
    settings: store('settings'),
    accounts: store('accounts'),
    actions: store('actions'),
    auditLogs: store('auditLogs'),
    collections: store('collections'),
    comments: store('comments'),
    deletedAssets: store('deletedAssets'),
    deliveryFailures: store('deliveryFailures'),
    fieldDefinitions: store('fieldDefinitions'),
    files: store('files'),
    folders: store('folders'),
    grants: store('grants'),
    groups: store('groups'),
    metadataValues: store('metadataValues'),
    permissions: store('permissions'),
    projects: store('projects'),
    shareActivities: store('shareActivities'),
    shares: store('shares'),
    users: store('users'),
    versionStacks: store('versionStacks'),
    webhooks: store('webhooks'),
    workspaces: store('workspaces'),
  };
}

/** Applies a recorded change. */
export function restoreChange<Name extends EntityName>(stores: EntityStores, change: EntityChange<Name>): void {
  if (change.kind === 'stored') stores[change.store].restore(change.value.id, change.value);
  else stores[change.store].restore(change.id, undefined);
}
