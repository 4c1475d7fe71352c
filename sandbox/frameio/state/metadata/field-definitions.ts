import type { WebhookEventName } from '../../../../lib/events/event-map.ts';
import type { FrameioDatabase } from '../frameio-database.ts';
import type { StoredFieldDefinition, User } from '../stored-resources.ts';
import { changedDefinition, newDefinition } from './configure.ts';
import type { DefinitionChanges, NewDefinition } from './definition-params.ts';

/** Adds a metadata field to the account. */
export function addFieldDefinition(
  database: FrameioDatabase,
  data: NewDefinition,
  creator: User,
): StoredFieldDefinition {
  const [id, time] = [database.newId(), database.timestamp()];
  const common = { id, mutable: true, creator_id: creator.id, created_at: time, updated_at: time };
  const definition = newDefinition(data, common, database.newId);
  const stored = database.stores.fieldDefinitions.put({ id, definition, creator });
  emitForAccount(database, 'customfield.created', id, creator);
  return stored;
}

/** Changes a metadata field. */
export function updateFieldDefinition(
  database: FrameioDatabase,
  stored: StoredFieldDefinition,
  changes: DefinitionChanges,
  user: User,
): StoredFieldDefinition {
  const changed = changedDefinition(stored.definition, changes, database.newId);
  const definition = { ...changed, updated_at: database.timestamp() };
  const updated = database.stores.fieldDefinitions.put({ ...stored, definition });
  emitForAccount(database, 'customfield.updated', stored.id, user);
  return updated;
}

/** Deletes a metadata field with its values. */
export function deleteFieldDefinition(database: FrameioDatabase, { id }: StoredFieldDefinition, user: User): void {
  const { fieldDefinitions, metadataValues } = database.stores;
  metadataValues.deleteWhere(({ fieldDefinitionId }) => fieldDefinitionId === id);
  fieldDefinitions.delete(id);
  emitForAccount(database, 'customfield.deleted', id, user);
}

/** Emits an event about a field in every workspace: fields belong to the account, webhooks to a workspace. */
function emitForAccount(database: FrameioDatabase, type: WebhookEventName, id: string, user: User): void {
  for (const { id: workspaceId } of database.stores.workspaces.all()) database.emit(type, { id, user, workspaceId });
}
