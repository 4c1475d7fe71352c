import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bundle } from '../../../cdk/bundling/bundle.ts';
import { projectOf } from '../../support/documents.ts';
import { runIsolated } from '../../support/run-command.ts';
import type { RecipeStage } from '../recipe-stage.ts';
import { documentOf, RecipeRuns } from './recipe-runs.ts';

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

describe('copy-to-s3,', () => {
  const event = () => ({ type: 'file.upload.completed', resourceId: fileId });
  const pathOf = (id: string) => `/archive/${stage.frameioState.project.id}/${id}`;
  beforeEach(() => {
    stage.s3.receivedParts.length = 0;
  });

  it('copies the bytes, and continues with the first missing part', async () => {
    const app = await runs.appOf('copy-to-s3');
    stage.s3.refusesPart = 2;
    expect(await stage.deliver(app, event())).toBe('failed');
    expect(stage.s3.objects.has(pathOf(fileId))).toBe(false);
    expect(await stage.deliver(app, event())).toBe('completed');
    expect(stage.s3.receivedParts).toEqual([1, 2, 3]);
    expect(stage.s3.objects.get(pathOf(fileId))).toEqual(stage.services.originals.get(fileId));
  });

  it('finds the object if the answer to its completion is lost', async () => {
    const app = await runs.appOf('copy-to-s3');
    stage.s3.losesCompletion = true;
    const outcomes = [await stage.deliver(app, event()), await stage.deliver(app, event())];
    expect(outcomes).toEqual(['failed', 'completed']);
    expect(stage.s3.receivedParts).toEqual([1, 2, 3]);
  });

  it('continues in another run when its time is up', async () => {
    const hurried = await runs.appOf('copy-to-s3', { COPY_SECONDS: '-1' });
    expect(await stage.deliver(hurried, event())).toBe('postponed');
    const app = await runs.appOf('copy-to-s3', { COPY_SECONDS: '300' });
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
    const app = await runs.appOf('copy-to-s3', { DRY_RUN: 'true' });
    expect(await stage.deliver(app, event())).toBe('completed');
    process.env.DRY_RUN = 'false';
    expect(stage.s3.receivedParts).toEqual([]);
  });
});
