import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from '@jest/globals';
import { bundle } from '../../cdk/bundling/bundle.ts';
import type { FrameioWebhookProps } from '../../cdk/frameio-webhook-props.ts';
import { readSynthesized } from '../../cdk/read-synthesized.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { templateOfApp } from '../support/app-template.ts';
import { ProjectFolder } from '../support/project-folder.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

const MARKED = `export const handler = async () => [
  process.env.FRAMEIO_LAMBDA_ONLY_WEBHOOKS === 'true' ? 'webhook' : 'custom action',
  process.env.FRAMEIO_LAMBDA_WITHOUT_RECONCILIATION === 'true' ? 'no record' : 'record of file.ready',
];`;

const ACTION = {
  key: 'studio.archive',
  name: 'Archive',
  description: '',
  resourceTypes: ['file'],
  multiAsset: false,
  timeoutSeconds: 5,
} as const;

/** Returns whether each bundle of the app's functions contains a text. */
function bundlesWith(text: string, manifest: Partial<AppManifest>, props: FrameioWebhookProps = {}) {
  const withMarkedCode = () => {
    for (const name of ['endpoint', 'worker']) project.write(`functions/${name}.ts`, MARKED);
    return props;
  };
  templateOfApp(project, manifest, withMarkedCode, { 'aws:cdk:enable-asset-metadata': true });
  const { functions } = readSynthesized(join(project.path, 'cdk.out'));
  return functions.map(({ bundlePath }) => readFileSync(bundlePath, 'utf8').includes(text));
}

it.each<{ name: string; manifest: Partial<AppManifest>; isContained: boolean }>([
  { name: 'only webhooks', manifest: { handlers: [{ name: 'audit', events: ['*'] }] }, isContained: false },
  { name: 'a custom action', manifest: { actions: [ACTION] }, isContained: true },
  { name: 'a job', manifest: { jobs: [{ name: 'render' }] }, isContained: true },
  { name: 'a store', manifest: { store: true }, isContained: true },
])(
  'the bundles of an app with $name contain the code for custom actions, jobs and the store: $isContained',
  ({ manifest, isContained }) => {
    expect(bundlesWith('custom action', manifest)).toEqual([isContained, isContained]);
  },
);

it.each<{ name: string; props: FrameioWebhookProps; isContained: boolean }>([
  { name: 'without reconciliation', props: {}, isContained: false },
  {
    name: 'with reconciliation',
    props: { reconciliation: { accountId: 'account', projectIds: ['project'] } },
    isContained: true,
  },
])('the bundles of a deployment $name contain the code that records events for it: $isContained', (deployment) => {
  const manifest = { handlers: [{ name: 'audit', events: ['*'] }] };
  const { props, isContained } = deployment;
  expect(bundlesWith('record of file.ready', manifest, props)).toEqual([isContained, isContained]);
});

it.each([
  { onlyWebhooks: true, contained: [] },
  { onlyWebhooks: false, contained: ['lib/actions', 'lib/store'] },
])('a bundle with the option onlyWebhooks $onlyWebhooks contains code of $contained', ({ onlyWebhooks, contained }) => {
  const projectRoot = fileURLToPath(new URL('../..', import.meta.url));
  const entry = join(projectRoot, 'test/fixtures/comment-app/endpoint.ts');
  const { outputs } = bundle({ projectRoot, entry, outfile: join(project.path, 'index.mjs'), onlyWebhooks });
  const inputs = Object.values(outputs).flatMap((output) => Object.entries(output.inputs));
  const isContained = (folder: string) =>
    inputs.some(([path, { bytesInOutput }]) => path.startsWith(`${folder}/`) && bytesInOutput > 0);
  expect(['lib/actions', 'lib/store'].filter(isContained)).toEqual(contained);
});
