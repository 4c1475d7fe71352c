import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { RecipeStage } from '../recipe-stage.ts';
import { RecipeRuns } from './recipe-runs.ts';

let runs: RecipeRuns;
let stage: RecipeStage;
let fileId: string;
beforeAll(async () => {
  runs = await RecipeRuns.start();
  stage = runs.stage;
});
afterAll(() => runs.close());
beforeEach(() => {
  fileId = runs.addFile();
});

describe('slack-message,', () => {
  const event = () => ({ type: 'file.ready', resourceId: fileId });

  it('posts one message, even if the answer to the first is lost', async () => {
    stage.secrets.put('frameio-lambda/slack', stage.services.tokens.slack);
    stage.services.slackMessages.length = 0;
    const app = await runs.appOf('slack-message');
    stage.services.losesResponse.add('slack');
    expect(await stage.deliver(app, event())).toBe('failed');
    expect(await stage.deliver(app, event())).toBe('completed');
    const link = stage.frameioState.file(fileId)?.view_url;
    expect(stage.services.slackMessages).toMatchObject([
      { channel: 'C0123456789', text: `<${link}|A001_C003 &lt;final&gt;.mov> is ready.` },
    ]);
  });

  it('waits if Slack limits the rate', async () => {
    const app = await runs.appOf('slack-message');
    stage.services.limitsRate.add('slack');
    expect(await stage.deliver(app, event())).toBe('postponed');
  });

  it('reads the token again when Slack refuses it', async () => {
    const app = await runs.appOf('slack-message');
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
    const app = await runs.appOf('comment-to-ticket');
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
    const app = await runs.appOf('comment-to-ticket');
    const event = { type: 'comment.created', resourceId: '6f70f1bd-7e89-4a7e-b4d3-7e576585a181' };
    expect(await stage.deliver(app, event)).toBe('completed');
    expect(stage.services.notionPages).toHaveLength(before);
  });

  it('waits if a service limits the rate, while the other creates its ticket', async () => {
    const { id } = commentOn(fileId);
    const app = await runs.appOf('comment-to-ticket');
    stage.services.limitsRate.add('notion');
    expect(await stage.deliver(app, { type: 'comment.created', resourceId: id })).toBe('postponed');
    expect(stage.services.linearIssues.has(id)).toBe(true);
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
    const app = await runs.appOf('external-transcoder');
    stage.services.losesResponse.add('transcoder');
    expect(await stage.deliver(app, event())).toBe('failed');
    expect(await stage.deliver(app, event())).toBe('postponed');
    finish({ status: 'done', result_url: 'https://transcoder.example.com/1.mp4' });
    expect(await stage.deliver(app, event())).toBe('completed');
    expect(stage.services.jobStarts).toBe(1);
    expect(runs.commentsOf(fileId)).toEqual(['Transcoded: https://transcoder.example.com/1.mp4']);
  });

  it('posts no second comment if an earlier attempt posted it', async () => {
    const app = await runs.appOf('external-transcoder');
    expect(await stage.deliver(app, event())).toBe('postponed');
    finish({ status: 'done', result_url: 'https://transcoder.example.com/2.mp4' });
    stage.frameioState.addComment(fileId, { text: 'Transcoded: https://transcoder.example.com/2.mp4' });
    expect(await stage.deliver(app, event())).toBe('completed');
    expect(runs.commentsOf(fileId)).toHaveLength(1);
  });

  it('gives a failed job up', async () => {
    const app = await runs.appOf('external-transcoder');
    expect(await stage.deliver(app, event())).toBe('postponed');
    finish({ status: 'failed', reason: 'no audio' });
    expect(await stage.deliver(app, event())).toBe('failed');
    expect(runs.commentsOf(fileId)).toEqual([]);
  });
});
