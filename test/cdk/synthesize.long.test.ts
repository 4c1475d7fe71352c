import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { synthesize } from '../../cdk/synthesize.ts';
import { ProjectFolder } from '../support/project-folder.ts';

let project: ProjectFolder;
beforeEach(() => {
  project = new ProjectFolder();
  project.writeApp();
});
afterEach(() => project.remove());

const synthesizeProject = () => synthesize(join(project.path, 'out'), { projectRoot: project.path });

const modeOf = (template: unknown) =>
  /Verifies Frame.io deliveries and (runs|queues)/.exec(JSON.stringify(template))?.[1];

it("synthesizes the caller's project with the context of its cdk.json", () => {
  project.write('cdk.json', '{ "context": { "deliveryMode": "queued" } }');
  const { functions, template } = synthesizeProject();
  for (const { bundlePath } of functions) expect(bundlePath.startsWith(join(project.path, 'out'))).toBe(true);
  expect(modeOf(template)).toBe('queues');
});

it('synthesizes a project without cdk.json', () => {
  expect(modeOf(synthesizeProject().template)).toBe('runs');
});
