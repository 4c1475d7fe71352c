import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { blocksOf } from '../../support/documents.ts';
import { type DocumentSandbox, startDocument } from '../document-sandbox.ts';
import { documentOf } from './recipe-runs.ts';

describe('the recipe render-versions, run in the sandbox,', () => {
  const document = documentOf('render-versions');
  const presets = [{ name: 'Proxy 720p', arguments: ['-vf', 'scale=-2:720'] }];
  let opened: DocumentSandbox;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'renders-'));
    opened = await startDocument(document, {
      props: {
        environment: {
          PRESETS_URL: `data:application/json,${JSON.stringify(presets)}`,
          RENDER_COMMAND: join(folder, 'fake-ffmpeg'),
        },
        jobs: { render: {} },
      },
    });
    const [script = ''] = blocksOf(document, 'sh')[0]?.split('\nnpx') ?? [];
    execFileSync('sh', ['-c', script], { cwd: folder });
  });
  afterAll(async () => {
    await opened.close();
    rmSync(folder, { recursive: true });
  });

  it('has at most 120 lines of TypeScript', () => {
    expect(blocksOf(document, 'ts').join('').trim().split('\n').length).toBeLessThanOrEqual(120);
  });

  it('adds a version and a comment to each selected video', async () => {
    const { sandbox, addFiles, click, submit, commentsOn } = opened;
    const files = addFiles('a.mov', 'b.mov', 'c.mov');
    const clicked = await click('studio.render-versions', files);
    const options = [{ name: 'Proxy 720p', value: 'Proxy 720p' }];
    expect(clicked.reply).toMatchObject({ kind: 'form', fields: [{ name: 'preset', options }] });
    const { reply } = await submit(clicked, { preset: 'Proxy 720p' });
    expect(reply).toMatchObject({ kind: 'message', description: expect.stringContaining('Started: 3') });
    await sandbox.deployment.whenIdle();
    await sandbox.advance(60_000); // the rate limit of Frame.io postpones a job if all run within a second
    const { frameioState } = sandbox;
    for (const { id } of files) {
      const stackId = frameioState.file(id)?.parent_id ?? '';
      const versions = frameioState.files().filter(({ parent_id }) => parent_id === stackId);
      const [version] = versions.filter((candidate) => candidate.id !== id);
      const size = frameioState.file(id)?.file_size;
      expect(versions).toHaveLength(2);
      expect(version).toMatchObject({ name: frameioState.file(id)?.name.replace('.mov', '.mp4'), file_size: size });
      expect(await commentsOn({ id: version?.id ?? '' })).toEqual(['Rendered: Proxy 720p']);
    }
  });

  it('renders again after FFmpeg has failed', async () => {
    const { sandbox, addFiles, click, submit } = opened;
    const [file = { id: '', type: 'file' }] = addFiles('d.mov');
    const versions = () => sandbox.frameioState.files().filter(({ name }) => name === 'd.mp4');
    chmodSync(join(folder, 'fake-ffmpeg'), 0o644);
    await submit(await click('studio.render-versions', [file]), { preset: 'Proxy 720p' });
    await sandbox.deployment.whenIdle();
    expect(versions()).toEqual([]);
    chmodSync(join(folder, 'fake-ffmpeg'), 0o755);
    await sandbox.advance(3_600_000);
    expect(versions()).toHaveLength(1);
  });
});
