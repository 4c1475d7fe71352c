import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { synthesize } from '../../cdk/synthesize.ts';

let projectRoot: string;
beforeEach(() => {
  projectRoot = mkdtempSync(join(tmpdir(), 'project-'));
  mkdirSync(join(projectRoot, 'functions'));
  for (const name of ['endpoint', 'queued-endpoint', 'worker']) {
    writeFileSync(join(projectRoot, `functions/${name}.ts`), 'export const handler = () => undefined;');
  }
});
afterEach(() => rmSync(projectRoot, { recursive: true }));

const modeOf = (template: unknown) =>
  /Verifies Frame.io deliveries and (runs|queues)/.exec(JSON.stringify(template))?.[1];

it("synthesizes the caller's project with the context of its cdk.json", () => {
  writeFileSync(join(projectRoot, 'cdk.json'), '{ "context": { "deliveryMode": "queued" } }');
  const stack = synthesize(join(projectRoot, 'out'), { projectRoot });
  expect(stack.functions.map(({ bundlePath }) => bundlePath.startsWith(join(projectRoot, 'out')))).toEqual([
    true,
    true,
  ]);
  expect(modeOf(stack.template)).toBe('queues');
});

it('synthesizes a project without cdk.json', () => {
  expect(modeOf(synthesize(join(projectRoot, 'out'), { projectRoot }).template)).toBe('runs');
});
