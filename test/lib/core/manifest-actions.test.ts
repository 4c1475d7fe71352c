import { describe, expect, it } from '@jest/globals';
import { parseManifest } from '../../../lib/core/manifest.ts';

const ACTION = {
  key: 'studio.archive',
  name: 'Archive',
  description: 'Moves the file to cold storage',
  resourceTypes: ['file', 'folder', 'version_stack'],
  multiAsset: true,
  timeoutSeconds: 10,
};

const parse = (parts: object) => parseManifest({ version: 1, handlers: [], env: {}, secrets: {}, ...parts });

describe('parseManifest()', () => {
  it('reads actions and jobs', () => {
    const parts = { actions: [ACTION], jobs: [{ name: 'render' }] };
    expect(parse(parts)).toMatchObject(parts);
  });

  it('reads the manifest of an older app as one without actions and jobs', () => {
    expect(parse({})).toMatchObject({ actions: [], jobs: [] });
  });

  it('leaves out fields that it does not know', () => {
    const parts = { actions: [{ ...ACTION, icon: 'box' }], jobs: [{ name: 'render', priority: 1 }] };
    expect(parse(parts)).toMatchObject({ actions: [ACTION], jobs: [{ name: 'render' }] });
    expect(parse(parts).actions).toStrictEqual([ACTION]);
  });

  it.each([
    {
      parts: { actions: [{ ...ACTION, key: 7 }] },
      expected: 'expected an action with a key, a name and timeoutSeconds',
    },
    { parts: { actions: [{ ...ACTION, timeoutSeconds: '5' }] }, expected: 'expected an action with a key' },
    { parts: { actions: [{ ...ACTION, resourceTypes: ['project'] }] }, expected: 'file, folder, version_stack' },
    { parts: { actions: [{ ...ACTION, resourceTypes: 'file' }] }, expected: 'expected a list in "resourceTypes"' },
    { parts: { actions: {} }, expected: 'expected a list in "actions"' },
    { parts: { jobs: ['render'] }, expected: 'expected a job with a name, found "render"' },
    { parts: { jobs: 'render' }, expected: 'expected a list in "jobs"' },
  ])('refuses $parts', ({ parts, expected }) => {
    expect(() => parse(parts)).toThrow(expected);
  });
});
