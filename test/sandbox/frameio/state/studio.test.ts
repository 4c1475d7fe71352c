import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openFrameioState } from '../../../../sandbox/frameio/state/frameio-journal.ts';
import { FrameioState } from '../../../../sandbox/frameio/state/frameio-state.ts';

it('adds the studio outside the default project, without events', () => {
  const events: string[] = [];
  const state = new FrameioState({ studio: true, onEvent: ({ type }) => events.push(type) });
  const names = state.stores.projects.all().map(({ project }) => project.name);
  expect(names).toEqual(['Sandbox', 'Launch campaign', 'Brand film']);
  expect(state.stores.workspaces.all()).toHaveLength(2);
  expect(state.stores.comments.all().map(({ owner }) => owner.name)).toContain('Priya Nair');
  expect(state.stores.shares.all()).toMatchObject([
    { share: { name: 'Client review' }, reviewers: [{ name: 'Priya Nair' }] },
  ]);
  expect(state.stores.metadataValues.all()).toHaveLength(4);
  expect({ files: state.files(), events }).toEqual({ files: [], events: [] });
});

it('adds the studio to a saved state only once', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'studio-')), 'frameio.journal');
  for (const _ of [1, 2]) {
    const { state, close } = await openFrameioState(path, { studio: true });
    expect(state.stores.projects.all()).toHaveLength(3);
    await close();
  }
});
