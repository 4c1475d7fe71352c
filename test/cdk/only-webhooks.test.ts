import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { readSynthesized } from '../../cdk/read-synthesized.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { templateOfApp } from '../support/app-template.ts';
import { ProjectFolder } from '../support/project-folder.ts';

const project = new ProjectFolder();
afterAll(() => project.remove());

const MARKED = `export const handler = async () =>
  process.env.FRAMEIO_LAMBDA_ONLY_WEBHOOKS === 'true' ? 'webhook' : 'custom action';`;

const ACTION = {
  key: 'studio.archive',
  name: 'Archive',
  description: '',
  resourceTypes: ['file'],
  multiAsset: false,
  timeoutSeconds: 5,
} as const;

it.each<{ name: string; manifest: Partial<AppManifest>; isContained: boolean }>([
  { name: 'only webhooks', manifest: { handlers: [{ name: 'audit', events: ['*'] }] }, isContained: false },
  { name: 'a custom action', manifest: { actions: [ACTION] }, isContained: true },
  { name: 'a job', manifest: { jobs: [{ name: 'render' }] }, isContained: true },
  { name: 'a store', manifest: { store: true }, isContained: true },
])(
  'the bundles of an app with $name contain the code for custom actions, jobs and the store: $isContained',
  ({ manifest, isContained }) => {
    const context = { 'aws:cdk:enable-asset-metadata': true };
    const withMarkedCode = () => {
      for (const name of ['endpoint', 'worker']) project.write(`functions/${name}.ts`, MARKED);
      return {};
    };
    templateOfApp(project, manifest, withMarkedCode, context);
    for (const { bundlePath } of readSynthesized(join(project.path, 'cdk.out')).functions) {
      expect(readFileSync(bundlePath, 'utf8').includes('custom action')).toBe(isContained);
    }
  },
);
