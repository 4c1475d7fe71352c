import { describe, expect, it } from '@jest/globals';
import { countRegistrations, describeChange, warningsOf } from '../../../lib/registration/describe-registration.ts';

const definition = { name: 'Dailies', url: 'https://example.com/webhooks', events: [] };
const desired = { type: 'webhook', workspaceId: 'workspace-1', definition } as const;
const existing = { ...desired, id: 'webhook-1', isActive: true };
const action = { ...existing, type: 'action', id: 'action-1' } as const;
const planned = { desired, existing, isReplacement: false, isDisabled: false, fields: [] };
const NAME = 'webhook "Dailies" in the workspace workspace-1';

it.each([
  { expected: `create the ${NAME}`, change: { ...planned, change: 'create' } },
  {
    expected: `create the ${NAME} again, because its signing secret is not stored`,
    change: { ...planned, change: 'create', isReplacement: true },
  },
  {
    expected: `update name, url of the ${NAME} (webhook-1)`,
    change: { ...planned, change: 'update', fields: ['name', 'url'] },
  },
  {
    expected: `disable the ${NAME} (webhook-1), because somebody disabled its duplicate`,
    change: { ...planned, change: 'update' },
  },
  { expected: `delete the ${NAME} (webhook-1)`, change: { ...planned, change: 'delete' } },
  {
    expected: 'delete the custom action "Dailies" in the workspace workspace-1 (action-1)',
    change: { ...planned, change: 'delete', existing: action },
  },
] as const)('$expected', ({ change, expected }) => {
  expect(describeChange(change)).toBe(expected);
});

it('warns about what somebody disabled, and about other webhooks with the same URL', () => {
  expect(warningsOf({ disabled: [existing], sameUrl: [{ ...existing, id: 'webhook-2' }] })).toEqual([
    `Somebody disabled the ${NAME} (webhook-1), so it stays disabled. Enable it in Frame.io.`,
    'Another webhook "Dailies" (webhook-2) in the workspace workspace-1 sends to the same URL, so its events arrive twice. Delete it: npx frameio-lambda webhooks delete webhook-2',
  ]);
});

describe('the number of registrations', () => {
  it.each([
    { unchanged: [], expected: 'nothing' },
    { unchanged: [existing], expected: '1 webhook' },
    { unchanged: [existing, action], expected: '1 webhook and 1 custom action' },
    { unchanged: [existing, action, existing, action], expected: '2 webhooks and 2 custom actions' },
  ])('is $expected', ({ unchanged, expected }) => {
    expect(countRegistrations({ unchanged })).toBe(expected);
  });
});
