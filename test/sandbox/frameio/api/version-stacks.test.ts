import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { FrameioEvent } from '../../../../sandbox/frameio/state/frameio-event.ts';
import { type RunningApi, startApi } from '../running-api.ts';

const UNKNOWN_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

let api: RunningApi;
const events: FrameioEvent[] = [];
beforeEach(async () => {
  events.length = 0;
  api = await startApi({ onEvent: (event) => events.push(event) });
});
afterEach(() => api.close());

const accountId = () => api.state.account.id;
const folderId = () => api.state.project.root_folder_id;
const addFile = (name: string) => api.state.addFile({ name, fileSize: 1 }).id;
const createStack = (...file_ids: readonly string[]) =>
  api.client.versionStacks.create(accountId(), folderId(), { data: { file_ids } });
const versionsOf = (id: string) => api.state.versionStack(id)?.versions.map((version) => version.id);

describe('versionStacks.create', () => {
  it('stacks files of the folder, the last one on top', async () => {
    const [first, second] = [addFile('Take 1.mov'), addFile('Take 2.mov')];
    const { data } = await createStack(first, second);
    expect(data).toMatchObject({
      type: 'version_stack',
      name: 'Take 2.mov',
      parent_id: folderId(),
      head_version: { id: second, parent_id: data.id },
    });
    expect(versionsOf(data.id)).toEqual([first, second]);
    expect(events).toMatchObject([{ type: 'file.versioned', resource: { id: second } }]);
  });

  it.each<{ name: string; files: () => readonly string[] }>([
    { name: 'one file', files: () => [addFile('a.mp4')] },
    { name: 'a file that does not exist', files: () => [addFile('a.mp4'), UNKNOWN_ID] },
    {
      name: 'the same file twice',
      files: () => {
        const id = addFile('a.mp4');
        return [id, id];
      },
    },
    {
      name: 'a file in another stack',
      files: () => {
        const [one, other] = [addFile('a.mp4'), addFile('b.mp4')];
        api.state.createVersionStack([one, other]);
        return [addFile('c.mp4'), one];
      },
    },
  ])('refuses $name', async ({ files }) => {
    await expect(createStack(...files())).rejects.toMatchObject({ code: 'unprocessable_entity' });
  });

  it('answers 404 for a folder that does not exist', async () => {
    const data = { file_ids: [addFile('a.mp4'), addFile('b.mp4')] };
    await expect(api.client.versionStacks.create(accountId(), UNKNOWN_ID, { data })).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('versionStacks.show', () => {
  it('includes the requested fields in the newest version', async () => {
    const { id } = api.state.createVersionStack([addFile('a.mp4'), addFile('b.mp4')]);
    const { data } = await api.client.versionStacks.show(accountId(), id, { include: 'media_links.original' });
    expect(data.head_version).toMatchObject({ name: 'b.mp4', media_links: { original: expect.anything() } });
  });

  it('has the version before after its newest one is deleted', async () => {
    const [first, second] = [addFile('a.mp4'), addFile('b.mp4')];
    const { id } = api.state.createVersionStack([first, second]);
    await api.client.files.delete(accountId(), second);
    const { data } = await api.client.versionStacks.show(accountId(), id);
    expect(data.head_version).toMatchObject({ id: first });
  });

  it('answers 404 for the id of a folder', async () => {
    await expect(api.client.versionStacks.show(accountId(), folderId())).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('files.move', () => {
  it('adds a version to a stack, and takes it out again', async () => {
    const [first, second, third] = [addFile('a.mp4'), addFile('b.mp4'), addFile('c.mp4')];
    const { id } = api.state.createVersionStack([first, second]);
    const moved = await api.client.files.move(accountId(), third, { data: { parent_id: id } });
    expect(moved.data).toMatchObject({ id: third, parent_id: id });
    expect(versionsOf(id)).toEqual([first, second, third]);
    await api.client.files.move(accountId(), second, { data: { parent_id: folderId() } });
    expect(versionsOf(id)).toEqual([first, third]);
    expect(api.state.file(second)).toMatchObject({ parent_id: folderId() });
    expect(events.map(({ type, resource }) => [type, resource.id])).toEqual([
      ['file.versioned', second],
      ['file.versioned', third],
      ['file.updated', second],
    ]);
  });

  it('answers 404 for a target that does not exist', async () => {
    const move = api.client.files.move(accountId(), addFile('a.mp4'), { data: { parent_id: UNKNOWN_ID } });
    await expect(move).rejects.toMatchObject({ code: 'not_found' });
  });
});

it('versionStacks.move moves a stack to the root folder, the only one', async () => {
  const { id } = api.state.createVersionStack([addFile('a.mp4'), addFile('b.mp4')]);
  const move = (parent_id: string) => api.client.versionStacks.move(accountId(), id, { data: { parent_id } });
  expect((await move(folderId())).data).toMatchObject({ id, parent_id: folderId() });
  await expect(move(UNKNOWN_ID)).rejects.toMatchObject({ code: 'not_found' });
});
