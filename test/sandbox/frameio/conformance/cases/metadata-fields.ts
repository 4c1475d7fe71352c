import type { NewDefinition } from '../../../../../sandbox/frameio/state/metadata/definition-params.ts';
import { addFieldDefinition } from '../../../../../sandbox/frameio/state/metadata/field-definitions.ts';
import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';

const options = [{ display_name: 'Approved', color: '#00ff00' }, { display_name: 'Rejected' }];
const users = { notify_members: true, member_options_type: 'all_project_members' } as const;

/** A field of each type. */
const NEW_FIELDS: readonly NewDefinition[] = [
  { name: 'Scene', field_type: 'text' },
  { name: 'Notes', field_type: 'long_text' },
  {
    name: 'Rating',
    field_type: 'rating',
    field_configuration: { max_value: 3, style: 'heart', color: '#ff0000' },
  },
  { name: 'Frames', field_type: 'number', field_configuration: { scale: 2, number_format: 'framerate' } },
  { name: 'Final', field_type: 'toggle' },
  { name: 'Due', field_type: 'date', field_configuration: { display_format: 'iso' } },
  { name: 'Status', field_type: 'select', field_configuration: { options } },
  { name: 'Tags', field_type: 'select_multi', field_configuration: { options, enable_add_new: false } },
  { name: 'Owner', field_type: 'user_single', field_configuration: users },
  { name: 'Crew', field_type: 'user_multi', field_configuration: users },
];

const newField =
  (data: NewDefinition) =>
  ({ state }: ConformanceContext) => ({
    field_definition_id: addFieldDefinition(state, data, state.user).id,
  });
const unknownField = () => ({ field_definition_id: UNKNOWN_ID });
const theField = newField({ name: 'Scene', field_type: 'text' });

export const METADATA_FIELDS: readonly ConformanceCase[] = [
  ...NEW_FIELDS.map((data) => ({ operation: 'metadata.field_definitions.create', body: { data }, status: 201 })),
  { operation: 'metadata.field_definitions.create', body: { data: { field_type: 'text' } }, status: 422 },
  { operation: 'metadata.field_definitions.index', status: 200 },
  {
    operation: 'metadata.field_definitions.index',
    query: {
      include: 'creator',
      sort: 'name_desc',
      page_size: '2',
      include_total_count: 'true',
      'filters[exclude_immutable]': 'true',
    },
    status: 200,
  },
  { operation: 'metadata.field_definitions.index', query: { 'filters[color]': 'red' }, status: 422 },
  ...NEW_FIELDS.map((data) => ({
    operation: 'metadata.field_definitions.update',
    ids: newField(data),
    body: { data: { ...data, name: 'New name' } },
    status: 200,
  })),
  { operation: 'metadata.field_definitions.update', ids: theField, status: 200 },
  {
    operation: 'metadata.field_definitions.update',
    ids: theField,
    body: { data: { field_type: 'toggle' } },
    status: 422,
  },
  { operation: 'metadata.field_definitions.update', ids: unknownField, status: 404 },
  { operation: 'metadata.field_definitions.delete', ids: theField, status: 204 },
  { operation: 'metadata.field_definitions.delete', ids: unknownField, status: 404 },
];
