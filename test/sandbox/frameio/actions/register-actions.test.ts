import { expect, it } from '@jest/globals';
import type { ManifestAction } from '../../../../lib/core/manifest.ts';
import { registerActions } from '../../../../sandbox/frameio/actions/register-actions.ts';
import { FrameioState } from '../../../../sandbox/frameio/state/frameio-state.ts';

const ARCHIVE: ManifestAction = {
  key: 'studio.archive',
  name: 'Archive',
  description: 'Moves the file to cold storage',
  resourceTypes: ['file'],
  multiAsset: false,
  timeoutSeconds: 10,
};
const RENDER: ManifestAction = { ...ARCHIVE, key: 'studio.render', name: 'Render', multiAsset: true };
const URL = 'http://127.0.0.1:4401/actions';

const actionsIn = (state: FrameioState) => state.actions.list().map(({ action }) => action);

it('registers each action of the app, and returns the secrets', () => {
  const state = new FrameioState();
  const secrets = registerActions(state, [ARCHIVE, RENDER], URL);
  expect(actionsIn(state)).toMatchObject([
    {
      event: 'studio.archive',
      name: 'Archive',
      description: 'Moves the file to cold storage',
      url: URL,
      multi_asset: false,
      timeout: 10,
      active: true,
      creator_id: state.user.id,
    },
    { event: 'studio.render', multi_asset: true },
  ]);
  const [archive, render] = state.actions.list().map(({ secret }) => secret);
  expect(secrets).toEqual({ 'studio.archive': archive, 'studio.render': render });
});

it('brings a registered action up to date, and keeps its id and secret', () => {
  const state = new FrameioState();
  const secrets = registerActions(state, [ARCHIVE], 'http://127.0.0.1:1/actions');
  const [before] = actionsIn(state);
  state.actions.update(before?.id ?? '', { active: false });
  expect(registerActions(state, [{ ...ARCHIVE, name: 'Archive it' }], URL)).toEqual(secrets);
  expect(actionsIn(state)).toMatchObject([{ id: before?.id, name: 'Archive it', url: URL, active: true }]);
});

it('deletes the actions that the app no longer has, but none that others created', () => {
  const state = new FrameioState();
  const data = { name: 'Own', description: 'd', event: 'own', url: 'https://example.com' };
  state.actions.create(data, state.user);
  registerActions(state, [ARCHIVE], URL);
  expect(registerActions(state, [], URL)).toEqual({});
  expect(actionsIn(state)).toMatchObject([{ event: 'own' }]);
});

it('takes the action of the app that connect created again for its own, with its secret', () => {
  const state = new FrameioState();
  registerActions(state, [ARCHIVE], URL);
  for (const { id } of actionsIn(state)) state.actions.delete(id);
  const data = { name: 'Archive', description: 'd', event: ARCHIVE.key, url: URL };
  const { secret } = state.actions.create(data, state.user);
  expect(registerActions(state, [ARCHIVE], URL)).toEqual({ [ARCHIVE.key]: secret });
  expect(state.actions.list()).toMatchObject([{ isRegistered: true }]);
});

it('does not take an action that others created for its own', () => {
  const state = new FrameioState();
  const data = { name: 'Own', description: 'd', event: ARCHIVE.key, url: 'https://example.com' };
  const { secret } = state.actions.create(data, state.user);
  expect(registerActions(state, [ARCHIVE], URL)[ARCHIVE.key]).not.toBe(secret);
  expect(actionsIn(state)).toMatchObject([{ name: 'Own' }, { name: 'Archive' }]);
});

it.each([
  { change: { timeoutSeconds: 20 }, reason: 'timeout: 20 is larger than inclusive maximum 10' },
  { change: { description: '' }, reason: 'description: String length is smaller than minLength: 1' },
])('refuses an action that Frame.io refuses: $reason', ({ change, reason }) => {
  const register = () => registerActions(new FrameioState(), [{ ...ARCHIVE, ...change }], URL);
  expect(register).toThrow(`Frame.io refuses the action "studio.archive". Correct it in the app: ${reason}.`);
});
