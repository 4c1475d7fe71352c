import { describe, expect, it } from '@jest/globals';
import { contentUnderTest, UNKNOWN_ID } from './content-under-test.ts';

const stage = contentUnderTest();
const { addFile } = stage;

const experimental = () => stage.client.experimental;

describe('the experimental API', () => {
  it('returns several files, each with its own status', async () => {
    const id = addFile();
    const { data } = await experimental().files.bulkGet(stage.accountId, {
      include: ['creator'],
      data: { file_ids: [id, UNKNOWN_ID] },
    });
    expect(data).toMatchObject([
      { id, status: 200, file: { id, creator: stage.api.state.uploader } },
      { id: UNKNOWN_ID, status: 404, error: { title: 'Not found' } },
    ]);
  });

  it.each([
    { move: (): object => ({ move_to: 'top' }), expected: ['v1', 'v3', 'v2'] },
    { move: (): object => ({ move_to: 'bottom' }), expected: ['v3', 'v2', 'v1'] },
    { move: ([, v2]: readonly string[]): object => ({ move_above_file_id: v2 }), expected: ['v3', 'v1', 'v2'] },
    { move: ([, , v3]: readonly string[]): object => ({ move_below_file_id: v3 }), expected: ['v3', 'v1', 'v2'] },
  ])('reorders versions to $expected', async ({ move, expected }) => {
    const ids = ['v1', 'v2', 'v3'].map((name) => addFile(name));
    const { id } = stage.api.state.createVersionStack(ids);
    const { data } = await experimental().versionStacks.reorder(stage.accountId, id, {
      data: { target_file_id: ids[0] ?? '', ...move(ids) },
    });
    expect(data.map(({ name }) => name)).toEqual(expected);
    expect(stage.api.state.versionStack(id)?.name).toBe(expected[0]);
  });

  it('refuses to reorder a version of another stack', async () => {
    const { id } = stage.api.state.createVersionStack([addFile('v1'), addFile('v2')]);
    const data = { target_file_id: addFile(), move_to: 'top' } as const;
    await expect(experimental().versionStacks.reorder(stage.accountId, id, { data })).rejects.toMatchObject({
      status: 422,
    });
  });

  it('shows a share with its metadata fields', async () => {
    const { client, accountId } = stage;
    const text = { name: 'Scene', field_type: 'text' } as const;
    const field = await client.metadataFields.metadataFieldDefinitionsCreate(accountId, { data: text });
    const settings = { visible_field_definition_ids: [field.data.id] };
    const share = await client.shares.create(accountId, stage.api.state.project.id, {
      data: { type: 'asset', access: 'public', name: 'Review', ...settings },
    });
    const include = 'visible_field_definitions,featured_field_definition';
    expect((await experimental().shares.show(accountId, share.data.id, { include })).data).toEqual({
      ...share.data,
      visible_field_definitions: [field.data],
      featured_field_definition: null,
    });
  });
});
