import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from 'frameio-lambda';
import { bundle } from '../../cdk/bundling/bundle.ts';
import { blocksOf, type DocumentProject, projectOf, readDocument } from '../support/documents.ts';
import { runIsolated } from '../support/run-command.ts';
import { type DocumentSandbox, startDocument } from './document-sandbox.ts';
import { type RecipeStage, startRecipeStage } from './recipe-stage.ts';

const RECIPES = [
  'comment-to-ticket',
  'copy-to-s3',
  'external-transcoder',
  'metadata-on-upload',
  'only-some-projects',
  'render-versions',
  'slack-message',
] as const;

const documentOf = (recipe: string) => readDocument(`docs/recipes/${recipe}.md`);

describe('the recipes', () => {
  it('are all in the index and all tested', () => {
    const pages = readdirSync(new URL('../../docs/recipes', import.meta.url)).filter((name) => name !== 'README.md');
    expect(pages.sort()).toEqual(RECIPES.map((recipe) => `${recipe}.md`));
    for (const page of pages) expect(readDocument('docs/recipes/README.md')).toContain(`](${page})`);
  });

  it.each(RECIPES)('%s compiles', async (recipe) => {
    const project = projectOf(documentOf(recipe));
    expect(project.files).toEqual(expect.arrayContaining(['functions/app.ts', 'cdk/app.ts']));
    expect(await project.compile()).toEqual({ exitCode: 0, output: '' });
    project.remove();
  });

  it.each(['README', ...RECIPES])('%s links only to files that exist', (recipe) => {
    const text = documentOf(recipe).replaceAll(/^```[\s\S]*?^```/gm, '');
    const links = [...text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)].map(([, link = '']) => link);
    const missing = links.filter((link) => !existsSync(new URL(link, new URL('../../docs/recipes/', import.meta.url))));
    expect(missing).toEqual([]);
  });

  it.each(RECIPES)('%s explains itself in the same order as the others', (recipe) => {
    const headings = [...documentOf(recipe).matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    const expected = ['Run it locally', 'Deploy it', 'When it fails or repeats'];
    expect(headings.slice(-3)).toEqual(expected);
  });
});

describe('a recipe, run against a local Frame.io and local services,', () => {
  const environment = { ...process.env };
  const projects: DocumentProject[] = [];
  let stage: RecipeStage;
  let fileId: string;
  beforeAll(async () => {
    stage = await startRecipeStage();
    Object.assign(process.env, stage.variables);
  });
  afterAll(async () => {
    process.env = environment;
    await stage.close();
    for (const project of projects) project.remove();
  });
  beforeEach(() => {
    fileId = stage.frameioState.addFile({ name: 'A001_C003 <final>.mov', fileSize: 25 }).id;
    stage.services.originals.set(fileId, Buffer.from('0123456789abcdefghijklmno'));
  });

  /** Imports a recipe's app. Each import is a new app, as in a new process. */
  async function appOf(recipe: (typeof RECIPES)[number], variables: Readonly<Record<string, string>> = {}) {
    const project = projectOf(documentOf(recipe));
    projects.push(project);
    Object.assign(process.env, variables);
    const { app } = await import(join(project.folder, 'functions/app.ts'));
    if (!(app instanceof App)) throw new Error(`functions/app.ts of ${recipe} exports no app.`);
    return app;
  }

  const commentsOf = (id: string) => stage.frameioState.commentsOf(id).map(({ text }) => text);

  describe('slack-message,', () => {
    const event = () => ({ type: 'file.ready', resourceId: fileId });

    it('posts one message, even if the answer to the first is lost', async () => {
      stage.secrets.put('frameio-lambda/slack', stage.services.tokens.slack);
      stage.services.slackMessages.length = 0;
      const app = await appOf('slack-message');
      stage.services.losesResponse.add('slack');
      expect(await stage.deliver(app, event())).toBe('failed');
      expect(await stage.deliver(app, event())).toBe('completed');
      const link = stage.frameioState.file(fileId)?.view_url;
      expect(stage.services.slackMessages).toMatchObject([
        { channel: 'C0123456789', text: `<${link}|A001_C003 &lt;final&gt;.mov> is ready.` },
      ]);
    });

    it('waits if Slack limits the rate', async () => {
      const app = await appOf('slack-message');
      stage.services.limitsRate.add('slack');
      expect(await stage.deliver(app, event())).toBe('postponed');
    });

    it('reads the token again when Slack refuses it', async () => {
      const app = await appOf('slack-message');
      expect(await stage.deliver(app, event())).toBe('completed');
      stage.services.tokens.slack = 'xoxb-rotated';
      stage.secrets.put('frameio-lambda/slack', 'xoxb-rotated');
      const { id } = stage.frameioState.addFile({ name: 'B.mov', fileSize: 1 });
      expect(await stage.deliver(app, { ...event(), resourceId: id })).toBe('completed');
      expect(stage.services.slackMessages.at(-1)?.text).toContain('|B.mov>');
    });
  });

  describe('comment-to-ticket,', () => {
    const commentOn = (id: string) =>
      stage.frameioState.addComment(id, { text: 'Too dark.\nBrighter?' }, stage.frameioState.uploader);

    it('creates one page and one issue, although both handlers ran twice', async () => {
      const { id } = commentOn(fileId);
      const app = await appOf('comment-to-ticket');
      for (const service of ['notion', 'linear']) stage.services.losesResponse.add(service);
      const event = { type: 'comment.created', resourceId: id };
      expect(await stage.deliver(app, event)).toBe('failed');
      expect(await stage.deliver(app, event)).toBe('completed');
      expect(await stage.deliver(app, event)).toBe('completed');
      expect(stage.services.notionPages).toHaveLength(1);
      expect(stage.services.notionPages[0]).toMatchObject({
        parent: { data_source_id: stage.variables.NOTION_DATA_SOURCE_ID },
        properties: { Name: { title: [{ text: { content: 'A001_C003 <final>.mov: Too dark.' } }] } },
      });
      expect([...stage.services.linearIssues.values()]).toMatchObject([
        { id, teamId: stage.variables.LINEAR_TEAM_ID, description: expect.stringContaining('Brighter?') },
      ]);
    });

    it('creates no ticket for a deleted comment', async () => {
      const before = stage.services.notionPages.length;
      const app = await appOf('comment-to-ticket');
      const event = { type: 'comment.created', resourceId: '6f70f1bd-7e89-4a7e-b4d3-7e576585a181' };
      expect(await stage.deliver(app, event)).toBe('completed');
      expect(stage.services.notionPages).toHaveLength(before);
    });

    it('waits if a service limits the rate, while the other creates its ticket', async () => {
      const { id } = commentOn(fileId);
      const app = await appOf('comment-to-ticket');
      stage.services.limitsRate.add('notion');
      expect(await stage.deliver(app, { type: 'comment.created', resourceId: id })).toBe('postponed');
      expect(stage.services.linearIssues.has(id)).toBe(true);
    });
  });

  describe('copy-to-s3,', () => {
    const event = () => ({ type: 'file.upload.completed', resourceId: fileId });
    const pathOf = (id: string) => `/archive/${stage.frameioState.project.id}/${id}`;
    beforeEach(() => {
      stage.s3.receivedParts.length = 0;
    });

    it('copies the bytes, and continues with the first missing part', async () => {
      const app = await appOf('copy-to-s3');
      stage.s3.refusesPart = 2;
      expect(await stage.deliver(app, event())).toBe('failed');
      expect(stage.s3.objects.has(pathOf(fileId))).toBe(false);
      expect(await stage.deliver(app, event())).toBe('completed');
      expect(stage.s3.receivedParts).toEqual([1, 2, 3]);
      expect(stage.s3.objects.get(pathOf(fileId))).toEqual(stage.services.originals.get(fileId));
    });

    it('finds the object if the answer to its completion is lost', async () => {
      const app = await appOf('copy-to-s3');
      stage.s3.losesCompletion = true;
      const outcomes = [await stage.deliver(app, event()), await stage.deliver(app, event())];
      expect(outcomes).toEqual(['failed', 'completed']);
      expect(stage.s3.receivedParts).toEqual([1, 2, 3]);
    });

    it('continues in another run when its time is up', async () => {
      const hurried = await appOf('copy-to-s3', { COPY_SECONDS: '-1' });
      expect(await stage.deliver(hurried, event())).toBe('postponed');
      const app = await appOf('copy-to-s3', { COPY_SECONDS: '300' });
      expect(await stage.deliver(app, event())).toBe('completed');
    });

    it('copies from a bundle, as a deployment runs it', async () => {
      const project = projectOf(documentOf('copy-to-s3'));
      const [entry, outfile] = [join(project.folder, 'run.ts'), join(project.folder, 'run.mjs')];
      const source = { url: `${stage.variables.SERVICES_URL}/originals/${fileId}`, bytes: 25 };
      writeFileSync(
        entry,
        `import { copyInParts } from './functions/services/copy-in-parts.ts';
        const target = { Bucket: 'archive', Key: 'from a bundle' };
        const settings = { partBytes: 10, continueAt: Date.now() + 60_000, signal: new AbortController().signal };
        await copyInParts(${JSON.stringify(source)}, target, settings);`,
      );
      bundle({ projectRoot: project.folder, entry, outfile });
      expect(await runIsolated(process.execPath, ['--no-warnings', outfile], stage.variables)).toMatchObject({
        exitCode: 0,
      });
      expect(stage.s3.objects.get('/archive/from a bundle')).toEqual(stage.services.originals.get(fileId));
      project.remove();
    });

    it('copies nothing in a dry run', async () => {
      const app = await appOf('copy-to-s3', { DRY_RUN: 'true' });
      expect(await stage.deliver(app, event())).toBe('completed');
      process.env.DRY_RUN = 'false';
      expect(stage.s3.receivedParts).toEqual([]);
    });
  });

  describe('external-transcoder,', () => {
    const event = () => ({ type: 'file.ready', resourceId: fileId });
    const finish = (job: Readonly<Record<string, string>>) => {
      for (const id of stage.services.jobs.keys()) stage.services.jobs.set(id, job);
    };
    beforeEach(() => {
      stage.secrets.put('frameio-lambda/transcoder', stage.services.tokens.transcoder);
      stage.services.jobs.clear();
      stage.services.jobStarts = 0;
    });

    it('starts one job, waits for it, and posts one comment', async () => {
      const app = await appOf('external-transcoder');
      stage.services.losesResponse.add('transcoder');
      expect(await stage.deliver(app, event())).toBe('failed');
      expect(await stage.deliver(app, event())).toBe('postponed');
      finish({ status: 'done', result_url: 'https://transcoder.example.com/1.mp4' });
      expect(await stage.deliver(app, event())).toBe('completed');
      expect(stage.services.jobStarts).toBe(1);
      expect(commentsOf(fileId)).toEqual(['Transcoded: https://transcoder.example.com/1.mp4']);
    });

    it('posts no second comment if an earlier attempt posted it', async () => {
      const app = await appOf('external-transcoder');
      expect(await stage.deliver(app, event())).toBe('postponed');
      finish({ status: 'done', result_url: 'https://transcoder.example.com/2.mp4' });
      stage.frameioState.addComment(fileId, { text: 'Transcoded: https://transcoder.example.com/2.mp4' });
      expect(await stage.deliver(app, event())).toBe('completed');
      expect(commentsOf(fileId)).toHaveLength(1);
    });

    it('gives a failed job up', async () => {
      const app = await appOf('external-transcoder');
      expect(await stage.deliver(app, event())).toBe('postponed');
      finish({ status: 'failed', reason: 'no audio' });
      expect(await stage.deliver(app, event())).toBe('failed');
      expect(commentsOf(fileId)).toEqual([]);
    });
  });

  describe('metadata-on-upload,', () => {
    const event = () => ({ type: 'file.upload.completed', resourceId: fileId });
    const field = (name: string, type: string, value: unknown, options?: readonly string[]) => ({
      field_definition_id: `id of ${name}`,
      field_definition_name: name,
      field_type: type,
      mutable: true,
      value,
      ...(options && { field_options: options.map((option) => ({ id: `id of ${option}`, display_name: option })) }),
    });
    const values = () => stage.metadataFields.map(({ value }) => value);

    it('fills the empty fields, and fills them once', async () => {
      const fields = [field('Reel', 'text', null), field('Stage', 'select', [], ['Dailies', 'Final'])];
      stage.metadataFields.splice(0, Number.POSITIVE_INFINITY, ...fields);
      expect(await stage.deliver(await appOf('metadata-on-upload'), event())).toBe('completed');
      expect(values()).toEqual(['A001', ['id of Dailies']]);
    });

    it('keeps the values that a person has set', async () => {
      const fields = [
        field('Reel', 'text', 'B007'),
        field('Stage', 'select', [{ id: 'other', display_name: 'Final' }]),
      ];
      stage.metadataFields.splice(0, Number.POSITIVE_INFINITY, ...fields);
      stage.calls.length = 0;
      expect(await stage.deliver(await appOf('metadata-on-upload'), event())).toBe('completed');
      expect(values()[0]).toBe('B007');
      expect(stage.calls.filter((call) => call.startsWith('PATCH'))).toEqual([]);
    });

    it('gives up if a field does not exist', async () => {
      stage.metadataFields.splice(0, Number.POSITIVE_INFINITY, field('Reel', 'text', null));
      expect(await stage.deliver(await appOf('metadata-on-upload'), event())).toBe('failed');
    });
  });

  describe('only-some-projects,', () => {
    const OTHER_ID = '7e46e495-4444-4555-8649-bee4d391a997';
    const event = () => ({ type: 'file.ready', resourceId: fileId });
    const isHandled = async (variables: Readonly<Record<string, string>>) => {
      const app = await appOf('only-some-projects', { PROJECT_IDS: '', FOLDER_IDS: '', ...variables });
      expect(await stage.deliver(app, event())).toBe('completed');
      return commentsOf(fileId).length > 0;
    };

    it.each([
      { name: 'handles every project without a list', variables: () => ({}), expected: true },
      {
        name: 'handles a project on the list',
        variables: () => ({ PROJECT_IDS: ` ${OTHER_ID}, ${stage.frameioState.project.id} ` }),
        expected: true,
      },
      {
        name: 'leaves the files of another project untouched',
        variables: () => ({ PROJECT_IDS: OTHER_ID }),
        expected: false,
      },
      {
        name: 'handles a file below a folder on the list',
        variables: () => ({ FOLDER_IDS: stage.frameioState.project.root_folder_id }),
        expected: true,
      },
      {
        name: 'leaves the files of another folder untouched',
        variables: () => ({ FOLDER_IDS: OTHER_ID }),
        expected: false,
      },
    ])('$name', async ({ variables, expected }) => {
      expect(await isHandled(variables())).toBe(expected);
    });
  });
});

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
