import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { templateOf } from '../support/template.ts';

it.each([
  { name: 'endpoint', props: { endpoint: { entry: 'test/fixtures/missing.ts' } }, prop: 'endpoint.entry' },
  { name: 'worker', props: { worker: { entry: 'test/fixtures' } }, prop: 'worker.entry' },
])('refuses an entry point of the $name that is no file, and names the file and the prop', ({ props, prop }) => {
  const { entry } = Object.values(props)[0] ?? { entry: '' };
  expect(() => templateOf(props)).toThrow(`no file exists at ${join(process.cwd(), entry)}. Create it, or set ${prop}`);
});
