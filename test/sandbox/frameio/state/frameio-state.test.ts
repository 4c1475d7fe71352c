import { describe, expect, it } from '@jest/globals';
import { FrameioState } from '../../../../sandbox/frameio/state/frameio-state.ts';

describe('the state of Frame.io', () => {
  it('generates a token unless it is given one', () => {
    const [one, other] = [new FrameioState(), new FrameioState()];
    expect(one.token).toMatch(/^fio-sandbox-[0-9a-f]{32}$/);
    expect(other.token).not.toBe(one.token);
    expect(new FrameioState({ token: 'given' }).userOf('given')).toMatchObject({ name: 'Sandbox Integration' });
    expect(one.userOf(undefined)).toBeUndefined();
  });

  it('takes every id from the given generator', () => {
    let count = 0;
    const state = new FrameioState({ randomId: () => `id-${++count}` });
    const file = state.addFile({ name: 'a.mp4', fileSize: 1 });
    const attachments = [{ name: 'a.png', media_type: 'image/png', file_size: 1 }];
    const comment = state.addComment(file.id, { text: 'x', attachments });
    const { account, workspace, user, uploader, project } = state;
    const ids = [account, workspace, user, uploader, project, file, comment, ...(comment.attachments ?? [])];
    expect([...ids.map(({ id }) => id), project.root_folder_id].toSorted()).toEqual(
      Array.from({ length: count }, (_, index) => `id-${index + 1}`),
    );
  });

  it.each([
    ['clip.mp4', 'video/mp4'],
    ['clip.MOV', 'video/quicktime'],
    ['clip.mxf', 'application/mxf'],
    ['still.png', 'image/png'],
    ['still.final.jpg', 'image/jpeg'],
    ['sound.wav', 'audio/wav'],
    ['sound.mp3', 'audio/mpeg'],
    ['script.pdf', 'application/pdf'],
    ['project.prproj', 'application/octet-stream'],
    ['constructor', 'application/octet-stream'],
    ['a.__proto__', 'application/octet-stream'],
  ])('derives from %s the media type %s', (name, mediaType) => {
    expect(new FrameioState().addFile({ name, fileSize: 1 }).media_type).toBe(mediaType);
  });

  it('accepts a given media type', () => {
    expect(new FrameioState().addFile({ name: 'a', fileSize: 1, mediaType: 'video/mp4' }).media_type).toBe('video/mp4');
  });

  it('deletes the comments with their file', () => {
    const state = new FrameioState();
    const { id } = state.addFile({ name: 'a.mp4', fileSize: 1 });
    state.addComment(id, { text: 'x' });
    expect([state.deleteFile(id), state.deleteFile(id)]).toEqual([true, false]);
    expect(state.commentsOf(id)).toEqual([]);
    expect(() => state.addComment(id, { text: 'x' })).toThrow(/Add the file before commenting on it/);
  });
});
