import type * as Frameio from '../../../../lib/client/frameio.ts';
import type { ErrorEntry } from '../../api/api-response.ts';
import { invalidField } from '../../api/api-response.ts';
import { findErrors } from '../../validation/check-fields.ts';
import type { FrameioDatabase } from '../frameio-database.ts';
import type { StoredFile, User } from '../stored-resources.ts';
import { toMetadataField } from './metadata-field.ts';
import { valueRule } from './value-rule.ts';

/** A new value of a metadata field. */
export interface NewValue {
  readonly field_definition_id: string;
  readonly value: unknown;
}

/** Returns the metadata of a file. With `showNull`, it has every field of the account, and what each can be set to. */
export function metadataOf(
  { stores }: FrameioDatabase,
  fileId: string,
  { showNull = false }: { readonly showNull?: boolean } = {},
): readonly Frameio.MetadataField[] {
  return stores.fieldDefinitions.all().flatMap(({ definition }) => {
    const stored = stores.metadataValues.get(valueId(fileId, definition.id));
    return stored || showNull ? [toMetadataField(definition, stored?.value, { withOptions: showNull })] : [];
  });
}

/** Returns every error in new values: unknown fields, fields that cannot change, and values of another type. */
export function valueErrors(
  database: FrameioDatabase,
  values: readonly NewValue[],
  pointer: string,
): readonly ErrorEntry[] {
  return values.flatMap(({ field_definition_id: id, value }, index) => {
    const definition = database.stores.fieldDefinitions.get(id)?.definition;
    const at = `${pointer}/${index}`;
    if (!definition) return [invalidField(`${at}/field_definition_id`, 'Field definition not found')];
    if (!definition.mutable) {
      return [invalidField(`${at}/field_definition_id`, 'System field values cannot be updated')];
    }
    return findErrors(value, valueRule(database, definition), `${at}/value`);
  });
}

/** Sets valid values of a file. Without a value, null and an empty list, the file no longer has the field. */
export function setMetadata(
  database: FrameioDatabase,
  { id: fileId, file }: StoredFile,
  values: readonly NewValue[],
  user: User,
): void {
  const { metadataValues } = database.stores;
  for (const { field_definition_id: fieldDefinitionId, value } of values) {
    const id = valueId(fileId, fieldDefinitionId);
    if (isEmpty(value)) metadataValues.delete(id);
    else metadataValues.put({ id, fileId, fieldDefinitionId, value });
  }
  database.emit('metadata.value.updated', { id: fileId, projectId: file.project_id, user });
}

function valueId(fileId: string, fieldDefinitionId: string): string {
  return `${fileId} ${fieldDefinitionId}`;
}

function isEmpty(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
