import { existsSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FrameioClient } from 'frameio-lambda/client';
import { type RunningSandbox, startSandbox } from 'frameio-lambda/sandbox';
import { COMMENT_APP } from '../support/fixture-apps.ts';
import { builtStack } from '../support/synthesized.ts';

/** The folders that this process built. */
const builds = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`frameio-sandbox-${process.pid}-`));

describe('a sandbox in a test', () => {
  let sandbox: RunningSandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ stack: COMMENT_APP });
  });
  afterAll(() => sandbox.close());

  it('runs the built functions for an uploaded file', async () => {
    const { file, status, comments } = await sandbox.upload({ name: 'Take 1.mov' });
    expect({ status, comments }).toEqual({ status: 200, comments: [expect.stringContaining('Take 1.mov')] });
    expect(sandbox.commentsOn(file)).toMatchObject([{ file_id: file.id }]);
  });

  it('serves the API to a client', async () => {
    const client = new FrameioClient({ token: sandbox.token, baseUrl: sandbox.frameioUrl });
    const { file } = await sandbox.upload({ name: 'Take 2.mov' });
    expect(await client.files.show(sandbox.accountId, file.id)).toMatchObject({ data: { name: 'Take 2.mov' } });
  });

  it('runs beside another one, of an app that is built already, and leaves its bundles', async () => {
    const cdkOut = dirname(builtStack('inline').templatePath);
    const other = await startSandbox({ cdkOut });
    expect(new URL(other.frameioUrl).port).not.toBe(new URL(sandbox.frameioUrl).port);
    expect(await other.upload({ name: 'Take 3.mov' })).toMatchObject({ status: 200 });
    await other.close();
    expect(existsSync(cdkOut)).toBe(true);
  });

  it('deletes its bundles at the end', async () => {
    const short = await startSandbox({ stack: COMMENT_APP });
    expect(builds()).toHaveLength(2);
    await short.close();
    expect(builds()).toHaveLength(1);
  });
});
