import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { fieldError, type RunningApi, startApi } from '../running-api.ts';

const UUID = expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
const NOW = '2026-11-23T10:00:00.123000Z';
const NOBODY = '0f8fad5b-d9cb-469f-a165-70867728950e';

describe('metadata fields', () => {
  let api: RunningApi;
  let events: string[];
  beforeEach(async () => {
    events = [];
    api = await startApi({ onEvent: ({ type }) => events.push(type) });
  });
  afterEach(() => api.close());

  const fields = () => api.client.metadataFields;
  const accountId = () => api.state.account.id;
  const list = () => `/v4/accounts/${accountId()}/metadata/field_definitions`;
  const create = (data: unknown) => api.send(list(), { body: { data } });
  const change = (id: string, data: unknown) => api.send(`${list()}/${id}`, { method: 'PATCH', body: { data } });
  const newText = async (name: string) => {
    const { data } = await fields().metadataFieldDefinitionsCreate(accountId(), { data: { name, field_type: 'text' } });
    return data.id;
  };

  it('creates a field with its defaults, changes it and deletes it, with an event each', async () => {
    const date = { name: 'Due', field_type: 'date', field_configuration: { display_format: 'iso' } } as const;
    const { data: created } = await fields().metadataFieldDefinitionsCreate(accountId(), { data: date });
    expect(created).toEqual({
      id: UUID,
      name: 'Due',
      field_type: 'date',
      field_configuration: {
        display_format: 'iso',
        display_timezone: false,
        include_time: false,
        time_format: 'twelve_hour',
      },
      mutable: true,
      creator_id: api.state.user.id,
      created_at: NOW,
      updated_at: NOW,
    });
    api.clock.ms += 1_000;
    const { data: updated } = await fields().metadataFieldDefinitionsUpdate(accountId(), created.id, {
      data: { field_type: 'date', field_configuration: { include_time: true } },
    });
    expect(updated).toMatchObject({
      name: 'Due',
      field_configuration: { display_format: 'iso', include_time: true },
      updated_at: '2026-11-23T10:00:01.123000Z',
    });
    await fields().metadataFieldDefinitionsDelete(accountId(), created.id);
    expect(api.state.stores.fieldDefinitions.all()).toEqual([]);
    expect(events).toEqual(['customfield.created', 'customfield.updated', 'customfield.deleted']);
  });

  it('keeps the ids of options that have the same name', async () => {
    const select = (...names: readonly string[]) =>
      ({
        name: 'Status',
        field_type: 'select',
        field_configuration: { options: names.map((name) => ({ display_name: name })) },
      }) as const;
    const idsOf = (field: unknown) =>
      expect.objectContaining({ field_configuration: { enable_add_new: true, options: field } });
    const { data: created } = await fields().metadataFieldDefinitionsCreate(accountId(), { data: select('A', 'B') });
    if (created.field_type !== 'select') throw new Error('Expected a select field.');
    const [, b] = created.field_configuration.options;
    const { data: updated } = await fields().metadataFieldDefinitionsUpdate(accountId(), created.id, {
      data: select('B', 'C'),
    });
    expect(updated).toEqual(idsOf([b, { id: UUID, display_name: 'C' }]));
  });

  it('lists fields page by page, sorted, with their creators', async () => {
    for (const name of ['B', 'A', 'C']) await newText(name);
    const request = { sort: 'name_desc', include: 'creator', page_size: 2 } as const;
    const page = await fields().metadataFieldDefinitionsIndex(accountId(), request);
    expect(page.data).toMatchObject([{ name: 'C' }, { name: 'B', creator: api.state.user }]);
    const { body } = await api.send(`${list()}?page_size=2`);
    expect(body).toHaveProperty('links.next', expect.stringMatching(/field_definitions\?after=[^&]+$/));
  });

  it('refuses to change a field of Frame.io, and can omit it from the list', async () => {
    const stored = api.state.stores.fieldDefinitions.require(await newText('File type'));
    api.state.stores.fieldDefinitions.put({ ...stored, definition: { ...stored.definition, mutable: false } });
    expect(await change(stored.id, { field_type: 'text' })).toMatchObject({ status: 403 });
    expect(await api.send(`${list()}/${stored.id}`, { method: 'DELETE' })).toMatchObject({ status: 403 });
    const page = await fields().metadataFieldDefinitionsIndex(accountId(), { filters: { exclude_immutable: true } });
    expect(page.data).toEqual([]);
  });

  it('shows one field in the experimental API', async () => {
    const { data } = await api.client.experimental.metadataFields.metadataFieldDefinitionsShow(
      accountId(),
      await newText('Scene'),
      { include: 'creator' },
    );
    expect(data).toMatchObject({ name: 'Scene', creator: api.state.user });
  });

  it.each<{ name: string; data: unknown; pointer: string; detail?: string }>([
    { name: 'no data', data: undefined, pointer: '/data', detail: 'Missing field: data' },
    { name: 'no name', data: { field_type: 'text' }, pointer: '/data/name', detail: 'Missing field: name' },
    {
      name: 'an unknown type',
      data: { name: 'x', field_type: 'color' },
      pointer: '/data/field_type',
      detail: 'Value used as discriminator for `field_type` matches no schemas',
    },
    {
      name: 'an unknown field',
      data: { name: 'x', field_type: 'text', field_configuration: {} },
      pointer: '/data/field_configuration',
      detail: 'Unexpected field: field_configuration',
    },
    {
      name: 'a rating above five',
      data: { name: 'x', field_type: 'rating', field_configuration: { max_value: 6 } },
      pointer: '/data/field_configuration/max_value',
    },
    {
      name: 'a select field without options',
      data: { name: 'x', field_type: 'select', field_configuration: { options: [] } },
      pointer: '/data/field_configuration/options',
    },
    {
      name: 'a custom user field without users',
      data: {
        name: 'x',
        field_type: 'user_single',
        field_configuration: { notify_members: true, member_options_type: 'custom' },
      },
      pointer: '/data/field_configuration/custom_members',
    },
    {
      name: 'a user who does not exist',
      data: {
        name: 'x',
        field_type: 'user_multi',
        field_configuration: {
          notify_members: true,
          member_options_type: 'custom',
          custom_members: [{ id: NOBODY, type: 'user' }],
        },
      },
      pointer: '/data/field_configuration/custom_members/0/id',
    },
  ])('refuses $name', async ({ data, pointer, detail = expect.any(String) }) => {
    expect(await create(data)).toMatchObject({ status: 422, body: fieldError(pointer, detail) });
  });

  it('refuses to change the type of a field', async () => {
    expect(await change(await newText('Scene'), { field_type: 'toggle' })).toMatchObject({
      status: 422,
      body: fieldError('/data/field_type', 'The type of the field is text'),
    });
  });
});
