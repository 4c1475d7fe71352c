import type { Cause, CauseContext } from './cause.ts';

const createField = async ({ client, accountId }: CauseContext) => {
  const data = { name: 'Scene', field_type: 'text' } as const;
  return (await client.metadataFields.metadataFieldDefinitionsCreate(accountId, { data })).data.id;
};

const updateField: Cause = async (context) => {
  const id = await createField(context);
  const data = { name: 'Shot', field_type: 'text' } as const;
  await context.client.metadataFields.metadataFieldDefinitionsUpdate(context.accountId, id, { data });
  return id;
};

const deleteField: Cause = async (context) => {
  const id = await createField(context);
  await context.client.metadataFields.metadataFieldDefinitionsDelete(context.accountId, id);
  return id;
};

const setValue: Cause = async (context) => {
  const { client, state, accountId, projectId } = context;
  const { id } = state.addFile({ name: 'a.mp4', fileSize: 1 });
  const values = [{ field_definition_id: await createField(context), value: 'Harbour' }];
  await client.metadata.bulkUpdate(accountId, projectId, { data: { file_ids: [id], values } });
  return id;
};

export const METADATA_CAUSES = {
  'customfield.created': createField,
  'customfield.updated': updateField,
  'customfield.deleted': deleteField,
  'metadata.value.updated': setValue,
} as const satisfies Record<string, Cause>;
