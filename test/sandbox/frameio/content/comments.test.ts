import { describe, expect, it } from '@jest/globals';
import { addReply } from '../../../../sandbox/frameio/state/comments.ts';
import { put } from '../uploads-under-test.ts';
import { contentUnderTest } from './content-under-test.ts';

const stage = contentUnderTest();
const { addFile, eventsOf } = stage;

const addComment = () => stage.api.state.addComment(addFile(), { text: 'Too dark', timestamp: 24 });
const update = (id: string, data: Parameters<typeof stage.client.comments.update>[2]['data']) =>
  stage.client.comments.update(stage.accountId, id, { data });

describe('comments', () => {
  it('report their creation, change, completion and deletion', async () => {
    const { id } = addComment();
    expect(await eventsOf(() => update(id, { text: 'Too bright' }))).toEqual([['comment.updated', id]]);
    expect(await eventsOf(() => update(id, { completed: true }))).toEqual([['comment.completed', id]]);
    expect(await eventsOf(() => update(id, { completed: true }))).toEqual([]);
    expect(await eventsOf(() => update(id, { text: 'Now', completed: false }))).toEqual([
      ['comment.updated', id],
      ['comment.uncompleted', id],
    ]);
    expect(await eventsOf(() => stage.client.comments.delete(stage.accountId, id))).toEqual([['comment.deleted', id]]);
  });

  it('keep what a change does not name', async () => {
    const { id } = addComment();
    const { data } = await update(id, { text: 'See this', duration: 12 });
    expect(data).toMatchObject({ timestamp: 24, duration: 12, text_edited_at: expect.any(String) });
    const { data: completed } = await update(id, { completed: true, timestamp: '00:00:02:00' });
    expect(completed).toMatchObject({ timestamp: 48, completer_id: stage.api.state.user.id, text: 'See this' });
  });

  it('are refused a duration once they have no timestamp', async () => {
    const { id } = addComment();
    await expect(update(id, { timestamp: null, duration: 1 })).rejects.toMatchObject({ code: 'unprocessable_entity' });
  });

  it('have replies, which are no comments of their own', async () => {
    const comment = addComment();
    const reply = addReply(stage.api.state, comment, 'Fixed', stage.api.state.uploader);
    const { data } = await stage.client.comments.index(stage.accountId, comment.file_id, { include: 'replies' });
    expect(data).toMatchObject([{ id: comment.id, replies: [{ id: reply.id, text: 'Fixed' }] }]);
    expect(data[0]?.replies?.[0]).not.toHaveProperty('owner');
    expect(await eventsOf(() => stage.client.comments.delete(stage.accountId, comment.id))).toEqual([
      ['comment.deleted', reply.id],
      ['comment.deleted', comment.id],
    ]);
  });

  it('cannot be read while their file is in the trash', async () => {
    const { id, file_id } = addComment();
    await stage.client.files.delete(stage.accountId, file_id);
    await expect(stage.client.comments.show(stage.accountId, id)).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('attachments', () => {
  const DATA = { name: 'a.png', media_type: 'image/png', file_size: 4 };
  const create = (commentId: string) =>
    stage.client.comments.createAttachment(stage.accountId, commentId, { data: DATA });

  it('are uploaded to the storage', async () => {
    const { data } = await create(addComment().id);
    const [url = ''] = data?.upload_urls ?? [];
    const sent = (bytes: string) => put(url, Buffer.from(bytes), { 'content-type': 'image/png' });
    expect(await sent('0123')).toMatchObject({ status: 200 });
    expect(await sent('012')).toMatchObject({ status: 400, code: 'EntityTooSmall' });
  });

  it('change their comment, which can have six', async () => {
    const { id } = addComment();
    let last = '';
    expect(await eventsOf(async () => (last = (await create(id)).data?.id ?? ''))).toEqual([['comment.updated', id]]);
    for (const _ of [2, 3, 4, 5, 6]) await create(id);
    await expect(create(id)).rejects.toMatchObject({ code: 'unprocessable_entity' });
    await stage.client.comments.deleteAttachment(stage.accountId, id, last);
    const { data } = await stage.client.comments.show(stage.accountId, id);
    expect(data.attachments).toHaveLength(5);
    expect(data.attachments?.[0]).not.toHaveProperty('upload_urls');
  });
});
