import { expect, it } from '@jest/globals';
import type { BuiltStack } from '../../../cli/start/build-stack.ts';
import { StackRebuilder } from '../../../cli/start/stack-rebuilder.ts';
import type { AppManifest } from '../../../lib/core/manifest.ts';
import { builtStack } from '../../support/synthesized.ts';

const built = (): BuiltStack => ({ stack: builtStack(), values: {} });

const manifest = (name: string): AppManifest => ({
  version: 1,
  handlers: [{ name, events: ['file.ready'] }],
  actions: [],
  jobs: [],
  env: {},
  secrets: {},
  store: false,
});

it('builds the stack after a change', async () => {
  const expected = built();
  const rebuilder = new StackRebuilder({ build: async () => expected, onStart: () => undefined, onError: fail });
  await rebuilder.handleChange(manifest('a'));
  expect(await rebuilder.rebuilt).toBe(expected);
});

it('builds again for a change during the build, and not for the same manifest', async () => {
  let builds = 0;
  let starts = 0;
  const build = async () => {
    builds += 1;
    if (builds > 1) return built();
    await Promise.all([rebuilder.handleChange(manifest('a')), rebuilder.handleChange(manifest('b'))]);
    return built();
  };
  const onStart = () => {
    starts += 1;
  };
  const rebuilder = new StackRebuilder({ build, onStart, onError: fail });
  await rebuilder.handleChange(manifest('a'));
  await rebuilder.rebuilt;
  expect({ builds, starts }).toEqual({ builds: 2, starts: 1 });
});

it('reports an error, and builds after the next change', async () => {
  const errors: unknown[] = [];
  const expected = built();
  let hasFailed = false;
  const build = async () => {
    if (hasFailed) return expected;
    hasFailed = true;
    throw new Error('no synthesis');
  };
  const rebuilder = new StackRebuilder({ build, onStart: () => undefined, onError: (error) => errors.push(error) });
  await rebuilder.handleChange(manifest('a'));
  expect(errors).toEqual([new Error('no synthesis')]);
  await rebuilder.handleChange(manifest('a'));
  expect(await rebuilder.rebuilt).toBe(expected);
});

function fail(error: unknown): never {
  throw error;
}
