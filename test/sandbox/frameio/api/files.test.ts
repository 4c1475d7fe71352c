import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { NotFoundError } from '../../../../lib/client/errors/status-errors.ts';
import { fieldError, type RunningApi, startApi } from '../running-api.ts';

const LINKS = [
  'original',
  'thumbnail',
  'thumbnail_high_quality',
  'video_h264_180',
  'high_quality',
  'efficient',
] as const;
const EVERY_LINK = [...LINKS, 'scrub_sheet' as const].map((name) => `media_links.${name}` as const);

describe('files.show', () => {
  let api: RunningApi;
  beforeEach(async () => {
    api = await startApi();
  });
  afterEach(() => api.close());

  it('returns a file', async () => {
    const { id } = api.state.addFile({ name: 'Scene 4.mov', fileSize: 1_234 });
    const { project } = api.state;
    const { data } = await api.client.files.show(api.state.account.id, id);
    expect(data).toEqual({
      id,
      name: 'Scene 4.mov',
      type: 'file',
      parent_id: project.root_folder_id,
      project_id: project.id,
      view_url: `https://next.frame.io/project/${project.id}/view/${id}`,
      file_size: 1_234,
      media_type: 'video/quicktime',
      status: 'transcoded',
      created_at: '2026-11-23T10:00:00.123000Z',
      updated_at: '2026-11-23T10:00:00.123000Z',
    });
  });

  it('responds 404 for a deleted file', async () => {
    const { id } = api.state.addFile({ name: 'a.mp4', fileSize: 1 });
    const gone = { status: 204, headers: { 'x-ratelimit-remaining': '99' }, body: undefined };
    const response = await api.send(api.pathOf(id), { method: 'DELETE' });
    expect(response).toMatchObject(gone);
    expect(response.headers).not.toHaveProperty('content-type');
    expect(await api.send(api.pathOf(id), { method: 'DELETE' })).toMatchObject({ status: 404 });
    await expect(api.client.files.show(api.state.account.id, id)).rejects.toThrow(NotFoundError);
  });

  it.each([
    { file: 'a.mp4', missing: [] },
    { file: 'a.mxf', missing: [] },
    { file: 'a.png', missing: ['scrub_sheet', 'video_h264_180'] },
    { file: 'a.wav', missing: ['scrub_sheet', 'thumbnail', 'thumbnail_high_quality', 'video_h264_180'] },
    { file: 'a.pdf', missing: ['efficient', 'high_quality', 'scrub_sheet', 'video_h264_180'] },
  ])('links to the renditions of $file only', async ({ file, missing }) => {
    const { id } = api.state.addFile({ name: file, fileSize: 1 });
    const { data } = await api.client.files.show(api.state.account.id, id, { include: EVERY_LINK });
    const links = Object.entries(data.media_links ?? {});
    expect(links).toHaveLength(7);
    expect(links.flatMap(([name, link]) => (link === null ? [name] : [])).toSorted()).toEqual(missing);
  });

  it('gives each link the URLs that Frame.io gives it', async () => {
    const { id } = api.state.addFile({ name: 'a.mp4', fileSize: 1 });
    const include = 'media_links.original,media_links.efficient,media_links.thumbnail';
    const { data } = await api.client.files.show(api.state.account.id, id, { include });
    const url = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/storage\/media\/.*Expires=1795514400&Signature=/);
    expect(data.media_links).toEqual({
      original: { download_url: url, inline_url: url },
      efficient: { download_url: url },
      thumbnail: { download_url: url, url },
    });
  });

  it('includes the requested fields', async () => {
    const { id } = api.state.addFile({ name: 'a.mp4', fileSize: 5 });
    api.state.addFile({ name: 'b.mp4', fileSize: 7 });
    const { body } = await api.send(`${api.pathOf(id)}?include=creator,project,metadata`);
    expect(body).toMatchObject({
      data: {
        creator: api.state.uploader,
        project: { id: api.state.project.id, storage: 12, description: null },
        metadata: [],
      },
    });
    expect(body).not.toHaveProperty('data.media_links');
    expect(body).not.toHaveProperty('data.project.owner');
  });

  it('includes the project’s owner as in the official example', async () => {
    const { id } = api.state.addFile({ name: 'a.mp4', fileSize: 5 });
    const { body } = await api.send(`${api.pathOf(id)}?include=creator,project,project.owner`);
    expect(body).toHaveProperty('data.project.owner', api.state.uploader);
  });

  it.each(['media_links', 'media_links.bogus', 'creator, project'])('refuses to include %j', async (include) => {
    const { id } = api.state.addFile({ name: 'a.mp4', fileSize: 1 });
    expect(await api.send(`${api.pathOf(id)}?include=${encodeURIComponent(include)}`)).toMatchObject({
      status: 422,
      body: fieldError(expect.stringMatching(/^\/include\//), 'Invalid value for enum'),
    });
  });
});
