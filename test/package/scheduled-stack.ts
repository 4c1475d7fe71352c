import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { recordOf } from '../../lib/core/type-guards.ts';
import { BundledFunction } from '../support/bundled-function.ts';
import { runChecked } from './installed-project.ts';

const PROGRAM = `import { App } from 'aws-cdk-lib';
import { FrameioStack } from 'frameio-lambda/cdk';

const accountId = '9a44f696-ae69-4e0c-9731-806d27ea46f1';
const app = new App({ outdir: 'scheduled.out', context: { 'aws:cdk:enable-asset-metadata': true } });
new FrameioStack(app, 'Scheduled', {
  registration: { accountId, workspaceIds: ['382a1fe6-67cf-481e-9b65-79cfd9e9727f'] },
  tokenRotation: {},
  signingSecretRotation: {},
  reconciliation: { accountId, projectIds: ['3dda6833-ec3b-46bd-a7d9-1a77c03a165b'] },
});
app.synth();
`;

/** The functions of the package that a stack with every option has. */
export interface ScheduledFunctions {
  readonly registration: BundledFunction;
  readonly tokenRotation: BundledFunction;
  readonly signingSecretRotation: BundledFunction;
  readonly reconciliation: BundledFunction;
}

/** Synthesizes such a stack in a project, and returns its functions. */
export async function synthesizeScheduled(project: string): Promise<ScheduledFunctions> {
  writeFileSync(join(project, 'cdk/scheduled.js'), PROGRAM);
  await runChecked(project, ['npx', 'tsx', 'cdk/scheduled.js']);
  const outdir = join(project, 'scheduled.out');
  const template = readdirSync(outdir).find((name) => name.endsWith('.template.json')) ?? '';
  const resources = Object.values(recordOf(JSON.parse(readFileSync(join(outdir, template), 'utf8')).Resources));
  const bundleOf = (description: string): BundledFunction => {
    const found = resources.map(recordOf).find(({ Properties }) => recordOf(Properties).Description === description);
    return new BundledFunction(join(outdir, String(recordOf(found?.Metadata)['aws:asset:path']), 'index.mjs'));
  };
  return {
    registration: bundleOf('Registers the app with Frame.io'),
    tokenRotation: bundleOf('Stores a new token for the Frame.io API'),
    signingSecretRotation: bundleOf('Replaces the signing secrets of the Frame.io webhooks'),
    reconciliation: bundleOf('Enqueues file.ready for files whose event never arrived'),
  };
}
