import { addFieldDefinition } from '../../../../../sandbox/frameio/state/metadata/field-definitions.ts';
import { setMetadata } from '../../../../../sandbox/frameio/state/metadata/values.ts';
import { type ConformanceCase, type ConformanceContext, UNKNOWN_ID } from '../conformance-case.ts';

const inProject = ({ state }: ConformanceContext) => ({ project_id: state.project.id });

/** Adds a file with a value in a text field and in a field for several users. */
function fileWithValues({ state, addFiles }: ConformanceContext) {
  const [file_id = ''] = addFiles('a.mp4');
  const scene = addFieldDefinition(state, { name: 'Scene', field_type: 'text' }, state.user);
  const users = { notify_members: false, member_options_type: 'all_project_members' } as const;
  const crew = addFieldDefinition(
    state,
    { name: 'Crew', field_type: 'user_multi', field_configuration: users },
    state.user,
  );
  const values = [
    { field_definition_id: scene.id, value: 'Harbour' },
    { field_definition_id: crew.id, value: [{ id: state.user.id, type: 'user' }] },
  ];
  setMetadata(state, state.stores.files.require(file_id), values, state.user);
  return { file_id };
}

const newValue = (value: unknown) => (context: ConformanceContext) => {
  const { state } = context;
  const { id } = addFieldDefinition(state, { name: 'Scene', field_type: 'text' }, state.user);
  return { data: { file_ids: context.addFiles('a.mp4'), values: [{ field_definition_id: id, value }] } };
};

export const METADATA: readonly ConformanceCase[] = [
  { operation: 'metadata.show', ids: fileWithValues, status: 200 },
  { operation: 'metadata.show', ids: fileWithValues, query: { show_null: 'true' }, status: 200 },
  { operation: 'metadata.show', ids: () => ({ file_id: UNKNOWN_ID }), status: 404 },
  { operation: 'metadata.bulk_update', ids: inProject, body: newValue('Harbour'), status: 204 },
  { operation: 'metadata.bulk_update', ids: inProject, body: newValue(5), status: 422 },
  { operation: 'metadata.bulk_update', ids: () => ({ project_id: UNKNOWN_ID }), body: newValue('x'), status: 404 },
];
