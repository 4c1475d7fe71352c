import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewDefinition } from '../../../../sandbox/frameio/state/metadata/definition-params.ts';
import { addFieldDefinition } from '../../../../sandbox/frameio/state/metadata/field-definitions.ts';
import { fieldError, type RunningApi, startApi } from '../running-api.ts';

const NOBODY = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('metadata values', () => {
  let api: RunningApi;
  let events: object[];
  beforeEach(async () => {
    events = [];
    api = await startApi({ onEvent: ({ type, resource }) => events.push({ type, id: resource.id }) });
  });
  afterEach(() => api.close());

  const accountId = () => api.state.account.id;
  const addField = (data: NewDefinition) => addFieldDefinition(api.state, data, api.state.user).definition;
  const addText = () => addField({ name: 'Scene', field_type: 'text' });
  const addFile = () => api.state.addFile({ name: 'a.mp4', fileSize: 1 }).id;
  const show = async (fileId: string, show_null = false) =>
    (await api.client.metadata.show(accountId(), fileId, { show_null })).data.metadata;
  const bulkUpdate = (file_ids: readonly string[], values: readonly object[]) =>
    api.send(`/v4/accounts/${accountId()}/projects/${api.state.project.id}/metadata/values`, {
      method: 'PATCH',
      body: { data: { file_ids, values } },
    });

  it('sets values of several files, with an event for each file', async () => {
    const field = addText();
    const files = [addFile(), addFile()];
    events = [];
    expect(await bulkUpdate(files, [{ field_definition_id: field.id, value: 'Harbour' }])).toMatchObject({
      status: 204,
    });
    for (const id of files) {
      expect(await show(id)).toEqual([
        {
          field_definition_id: field.id,
          field_definition_name: 'Scene',
          field_type: 'text',
          mutable: true,
          value: 'Harbour',
        },
      ]);
    }
    expect(events).toEqual(files.map((id) => ({ type: 'metadata.value.updated', id })));
  });

  it('shows fields without a value, and options, only on request', async () => {
    addText();
    const options = [{ display_name: 'Approved' }];
    addField({ name: 'Status', field_type: 'select', field_configuration: { options } });
    const id = addFile();
    expect(await show(id)).toEqual([]);
    expect(await show(id, true)).toMatchObject([
      { field_definition_name: 'Scene', value: null },
      { field_definition_name: 'Status', value: [], field_options: options },
    ]);
  });

  it('includes the metadata in a file', async () => {
    const { id: field_definition_id } = addText();
    const id = addFile();
    await bulkUpdate([id], [{ field_definition_id, value: 'Harbour' }]);
    const { data } = await api.client.files.show(accountId(), id, { include: 'metadata' });
    expect(data.metadata).toMatchObject([{ field_definition_id, value: 'Harbour' }]);
  });

  it('removes a value with null', async () => {
    const { id: field_definition_id } = addText();
    const id = addFile();
    await bulkUpdate([id], [{ field_definition_id, value: 'Harbour' }]);
    await bulkUpdate([id], [{ field_definition_id, value: null }]);
    expect(await show(id)).toEqual([]);
  });

  it('omits an option that the field no longer has', async () => {
    const field = addField({
      name: 'Status',
      field_type: 'select',
      field_configuration: { options: [{ display_name: 'Approved' }] },
    });
    if (field.field_type !== 'select') throw new Error('Expected a select field.');
    const id = addFile();
    const value = field.field_configuration.options.map((option) => option.id);
    await bulkUpdate([id], [{ field_definition_id: field.id, value }]);
    expect(await show(id)).toMatchObject([{ value: [{ display_name: 'Approved' }] }]);
    await api.client.metadataFields.metadataFieldDefinitionsUpdate(accountId(), field.id, {
      data: { field_type: 'select', field_configuration: { options: [{ display_name: 'Final' }] } },
    });
    expect(await show(id)).toMatchObject([{ value: [] }]);
  });

  it('deletes the values with their field', async () => {
    const { id: field_definition_id } = addText();
    await bulkUpdate([addFile()], [{ field_definition_id, value: 'Harbour' }]);
    await api.client.metadataFields.metadataFieldDefinitionsDelete(accountId(), field_definition_id);
    expect(api.state.stores.metadataValues.all()).toEqual([]);
  });

  it('sets values of one file in the experimental API', async () => {
    const { id: field_definition_id } = addText();
    const { data } = await api.client.experimental.metadata.update(accountId(), addFile(), {
      data: { values: [{ field_definition_id, value: 'Harbour' }] },
    });
    expect(data.metadata).toMatchObject([{ value: 'Harbour' }]);
  });

  const options = [{ display_name: 'A' }, { display_name: 'B' }];
  const members = { notify_members: false, member_options_type: 'all_project_members' } as const;

  it.each<{ name: string; field: NewDefinition; value: unknown; at?: string }>([
    { name: 'a number for a text', field: { name: 'x', field_type: 'text' }, value: 5 },
    {
      name: 'a rating above the maximum',
      field: { name: 'x', field_type: 'rating', field_configuration: { max_value: 3 } },
      value: 4,
    },
    {
      name: 'text for a number',
      field: { name: 'x', field_type: 'number', field_configuration: { scale: 0 } },
      value: '4',
    },
    { name: 'text for a toggle', field: { name: 'x', field_type: 'toggle' }, value: 'true' },
    {
      name: 'a date that is none',
      field: { name: 'x', field_type: 'date', field_configuration: { display_format: 'iso' } },
      value: '2026-13-01',
    },
    {
      name: 'an option that is not in a list',
      field: { name: 'x', field_type: 'select', field_configuration: { options } },
      value: NOBODY,
    },
    {
      name: 'an unknown option',
      field: { name: 'x', field_type: 'select_multi', field_configuration: { options } },
      value: [NOBODY],
      at: '/0',
    },
    {
      name: 'a user who does not exist',
      field: { name: 'x', field_type: 'user_multi', field_configuration: members },
      value: [{ id: NOBODY, type: 'user' }],
      at: '/0/id',
    },
  ])('refuses $name', async ({ field, value, at = '' }) => {
    const id = addFile();
    const { id: field_definition_id } = addField(field);
    const response = await bulkUpdate([id], [{ field_definition_id, value }]);
    expect(response).toMatchObject({
      status: 422,
      body: fieldError(`/data/values/0/value${at}`, expect.any(String)),
    });
    expect(await show(id)).toEqual([]);
  });

  it('refuses two users in a field for one', async () => {
    const { id: field_definition_id } = addField({
      name: 'x',
      field_type: 'user_single',
      field_configuration: members,
    });
    const value = [api.state.user, api.state.uploader].map(({ id }) => ({ id, type: 'user' }));
    const set = (users: readonly object[]) => bulkUpdate([addFile()], [{ field_definition_id, value: users }]);
    expect(await set(value.slice(1))).toMatchObject({ status: 204 });
    expect(await set(value)).toMatchObject({ status: 422 });
  });

  it('refuses an unknown field, an unknown file and a value of Frame.io’s own field', async () => {
    const { id: field_definition_id } = addText();
    expect(await bulkUpdate([addFile()], [{ field_definition_id: NOBODY, value: 'x' }])).toMatchObject({
      status: 422,
      body: fieldError('/data/values/0/field_definition_id', 'Field definition not found'),
    });
    expect(await bulkUpdate([NOBODY], [{ field_definition_id, value: 'x' }])).toMatchObject({
      status: 422,
      body: fieldError('/data/file_ids/0', 'The file is not in the project'),
    });
    const stored = api.state.stores.fieldDefinitions.require(field_definition_id);
    api.state.stores.fieldDefinitions.put({ ...stored, definition: { ...stored.definition, mutable: false } });
    expect(await bulkUpdate([addFile()], [{ field_definition_id, value: 'x' }])).toMatchObject({
      status: 422,
      body: fieldError('/data/values/0/field_definition_id', 'System field values cannot be updated'),
    });
  });
});
