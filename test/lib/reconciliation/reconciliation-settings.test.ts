import { describe, expect, it } from '@jest/globals';
import { parseReconciliationSettings } from '../../../lib/reconciliation/reconciliation-settings.ts';

const SETTINGS = { accountId: 'account', projectIds: ['project'], workspaceIds: ['workspace'], lookBackMs: 1_000 };

const parse = (settings: unknown) => parseReconciliationSettings(JSON.stringify(settings), 'RECONCILIATION_SETTINGS');

it('reads the settings', () => {
  expect(parse(SETTINGS)).toEqual(SETTINGS);
});

it('watches no projects and no workspaces by default', () => {
  const { accountId, lookBackMs } = SETTINGS;
  expect(parse({ accountId, lookBackMs })).toEqual({ accountId, projectIds: [], workspaceIds: [], lookBackMs });
});

describe('refuses', () => {
  it.each([
    { name: 'a text', settings: 'account' },
    { name: 'no account', settings: { ...SETTINGS, accountId: undefined } },
    { name: 'one project that is not in a list', settings: { ...SETTINGS, projectIds: 'project' } },
    { name: 'a project that is no text', settings: { ...SETTINGS, projectIds: ['project', 5] } },
    { name: 'a workspace that is no text', settings: { ...SETTINGS, workspaceIds: [5] } },
    { name: 'a look-back window that is no number', settings: { ...SETTINGS, lookBackMs: '1000' } },
  ])('$name, and names the variable', ({ settings }) => {
    const error = { code: 'config_error', message: expect.stringContaining('RECONCILIATION_SETTINGS') };
    expect(() => parse(settings)).toThrow(expect.objectContaining(error));
  });
});
