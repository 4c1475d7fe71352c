import { describe, expect, it } from '@jest/globals';
import { World } from '../../../sandbox/frameio/world.ts';

describe('a world', () => {
  it('has a token of its own, unless it is given one', () => {
    const [one, other] = [new World(), new World()];
    expect(one.token).toMatch(/^fio-sandbox-[0-9a-f]{32}$/);
    expect(other.token).not.toBe(one.token);
    expect(new World({ token: 'given' }).userOf('given')).toMatchObject({ name: 'Sandbox Integration' });
    expect(one.userOf(undefined)).toBeUndefined();
  });

  it('takes every id from the generator it is given', () => {
    let count = 0;
    const world = new World({ randomId: () => `id-${++count}` });
    const file = world.addFile({ name: 'a.mp4', fileSize: 1 });
    const attachments = [{ name: 'a.png', media_type: 'image/png', file_size: 1 }];
    const comment = world.addComment(file.id, { text: 'x', attachments });
    const { account, workspace, user, uploader, project } = world;
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
  ])('takes %s for %s', (name, mediaType) => {
    expect(new World().addFile({ name, fileSize: 1 }).media_type).toBe(mediaType);
  });

  it('believes what it is told of a media type', () => {
    expect(new World().addFile({ name: 'a', fileSize: 1, mediaType: 'video/mp4' }).media_type).toBe('video/mp4');
  });

  it('deletes the comments with their file', () => {
    const world = new World();
    const { id } = world.addFile({ name: 'a.mp4', fileSize: 1 });
    world.addComment(id, { text: 'x' });
    expect([world.deleteFile(id), world.deleteFile(id)]).toEqual([true, false]);
    expect(world.commentsOf(id)).toEqual([]);
    expect(() => world.addComment(id, { text: 'x' })).toThrow(/add it first/);
  });
});
