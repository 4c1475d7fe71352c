import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { RegisteredApp } from '../../../lib/registration/desired-registrations.ts';
import {
  changesOf,
  type RegistrationUnderTest,
  startRegistration,
  storedSecretsOf,
} from './registration-under-test.ts';

let test: RegistrationUnderTest;
beforeEach(async () => {
  test = await startRegistration();
});
afterEach(() => test.close());

/** Registers an app that has only these actions. Returns the changes. */
async function register(...actions: readonly { readonly key: string; readonly timeoutSeconds?: number }[]) {
  const app: RegisteredApp = {
    handlers: [],
    actions: actions.map((action) => ({
      name: 'Archive',
      description: 'Moves the file to cold storage',
      resourceTypes: ['file'],
      multiAsset: false,
      timeoutSeconds: 5,
      ...action,
    })),
  };
  return changesOf(await test.run(app));
}

const keys = () => test.actions().map(({ action }) => action.event);

describe('an app with two actions of the same name', () => {
  beforeEach(async () => {
    expect(await register({ key: 'archive' }, { key: 'restore' })).toEqual(['create action', 'create action']);
  });
  afterEach(async () => {
    expect(await test.stored('actions')).toEqual(storedSecretsOf(test.target.accountId, test.actions()));
  });

  it('has both, and changes nothing the second time', async () => {
    expect(keys()).toEqual(['archive', 'restore']);
    expect(await register({ key: 'archive' }, { key: 'restore' })).toEqual([]);
  });

  it('creates a third one, and leaves the two', async () => {
    const before = test.actions();
    expect(await register({ key: 'archive' }, { key: 'restore' }, { key: 'transcode' })).toEqual(['create action']);
    expect(test.actions().slice(0, 2)).toEqual(before);
    expect(keys()).toEqual(['archive', 'restore', 'transcode']);
  });

  it('updates only the one that changed', async () => {
    expect(await register({ key: 'archive' }, { key: 'restore', timeoutSeconds: 9 })).toEqual(['update action']);
    expect(test.actions().map(({ action }) => action.timeout)).toEqual([5, 9]);
  });

  it('deletes the one that it no longer has, and its signing secret', async () => {
    expect(await register({ key: 'restore' })).toEqual(['delete action']);
    expect(keys()).toEqual(['restore']);
  });
});
