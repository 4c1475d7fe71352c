import { expect, it } from '@jest/globals';
import { desiredRegistrations } from '../../../lib/registration/desired-registrations.ts';
import { APP } from './registration-under-test.ts';

const TARGET = {
  accountId: 'account',
  workspaceIds: ['workspace'],
  name: 'FrameioLambda',
  webhookUrl: 'https://example.com/webhooks',
  actionsUrl: 'https://example.com/actions',
};

it('an app needs one webhook for the events of its handlers in alphabetical order, and each action', () => {
  expect(desiredRegistrations(APP, TARGET)).toEqual([
    {
      type: 'webhook',
      workspaceId: 'workspace',
      definition: { name: 'FrameioLambda', url: TARGET.webhookUrl, events: ['comment.created', 'file.ready'] },
    },
    {
      type: 'action',
      workspaceId: 'workspace',
      definition: {
        name: 'Transcode',
        description: 'Makes a proxy.',
        event: 'transcode',
        url: TARGET.actionsUrl,
        multi_asset: false,
        timeout: 5,
      },
    },
  ]);
});

it('an app without handlers needs no webhook', () => {
  expect(desiredRegistrations({ ...APP, handlers: [] }, TARGET).map(({ type }) => type)).toEqual(['action']);
});

it('a workspace that is named twice has one webhook', () => {
  const workspaceIds = ['first', 'second', 'first'];
  const desired = desiredRegistrations({ ...APP, actions: [] }, { ...TARGET, workspaceIds });
  expect(desired.map(({ workspaceId }) => workspaceId)).toEqual(['first', 'second']);
});

it('refuses an event that Frame.io does not have', () => {
  const app = { ...APP, handlers: [{ name: 'a', events: ['file.raedy'] }] };
  expect(() => desiredRegistrations(app, TARGET)).toThrow(/has no event "file.raedy"/);
});

it('refuses actions without a URL', () => {
  expect(() => desiredRegistrations(APP, { ...TARGET, actionsUrl: undefined })).toThrow(
    /"transcode" has no URL. Deploy the app/,
  );
});
