import { it } from '@jest/globals';
import type { ActionChange } from '../../../sandbox/frameio/state/action-fields.ts';
import type { StoredWebhook } from '../../../sandbox/frameio/state/stored-resources.ts';
import type { WebhookChange } from '../../../sandbox/frameio/state/webhook-fields.ts';
import { createWebhook, updateWebhook } from '../../../sandbox/frameio/state/webhooks.ts';
import { CONNECT, DoctorUnderTest, deleted, type ExpectedFinding, type Provocation } from './doctor-under-test.ts';

const doctor = new DoctorUnderTest();

/** Changes the webhook of the app in Frame.io. */
const webhook =
  (change: (webhook: StoredWebhook['webhook']) => WebhookChange): Provocation =>
  () => {
    const { frameio } = doctor;
    const stored = doctor.registeredWebhook();
    updateWebhook(frameio, stored, change(stored.webhook));
    return () => frameio.stores.webhooks.put(stored);
  };

/** Changes the custom action of the app in Frame.io. */
const action =
  (change: ActionChange): Provocation =>
  () => {
    const { stores, actions } = doctor.frameio;
    const stored = doctor.registeredAction();
    actions.update(stored.id, change);
    return () => stores.actions.put(stored);
  };

it.each<ExpectedFinding>([
  {
    what: 'an app without a webhook',
    provoke: deleted(
      () => doctor.frameio.stores.webhooks,
      () => doctor.registeredWebhook(),
    ),
    check: 'webhooks',
    title: 'no webhook in the workspace Sandbox has the URL of the app',
    fix: CONNECT,
  },
  {
    what: 'a webhook with another URL',
    provoke: webhook(() => ({ url: 'https://old.example.com/' })),
    check: 'webhooks',
    title: 'the webhook “frameio-lambda” in Sandbox sends to https://old.example.com/',
    fix: CONNECT,
  },
  {
    what: 'a webhook whose signing secret is not stored',
    provoke: doctor.secret('signingSecrets', () => JSON.stringify({ 'account/another': doctor.sandbox.signingSecret })),
    check: 'webhooks',
    title: 'the webhook “frameio-lambda” in Sandbox has a signing secret that is not stored',
    fix: CONNECT,
  },
  {
    what: 'a webhook that somebody disabled',
    provoke: webhook(() => ({ active: false })),
    check: 'webhooks',
    title: 'the webhook “frameio-lambda” in Sandbox is not active',
    fix: 'If nobody disabled it on purpose: curl -X PATCH http://127.0.0.1:',
  },
  {
    what: 'a webhook without an event of the app',
    provoke: webhook(() => ({ events: ['comment.created'] })),
    check: 'webhooks',
    title: 'the webhook “frameio-lambda” in Sandbox lacks the events file.ready',
    fix: CONNECT,
  },
  {
    what: 'an event that the app does not handle',
    provoke: webhook(({ events }) => ({ events: [...events, 'share.viewed'] })),
    check: 'webhooks',
    title: 'the webhook “frameio-lambda” in Sandbox sends share.viewed, which the app does not handle',
    fix: CONNECT,
    status: 'warning',
  },
  {
    what: 'two webhooks with the URL of the app',
    provoke: () => {
      const { frameio } = doctor;
      const { webhook: first } = doctor.registeredWebhook();
      const data = { name: 'Copy', url: first.url, events: first.events };
      const context = { workspaceId: String(first.workspace_id), creator: frameio.user };
      const { id } = createWebhook(frameio, data, context);
      return () => frameio.stores.webhooks.delete(id);
    },
    check: 'webhooks',
    title: 'the webhook “Copy” in Sandbox repeats the webhook “frameio-lambda” in Sandbox',
    fix: 'npm run frameio -- webhooks delete ',
    status: 'warning',
  },
  {
    what: 'a custom action that is not registered',
    provoke: deleted(
      () => doctor.frameio.stores.actions,
      () => doctor.registeredAction(),
    ),
    check: 'actions',
    title: 'no custom action “Publish” in the workspace Sandbox has the URL of the app',
    fix: CONNECT,
  },
  {
    what: 'a custom action that somebody disabled',
    provoke: action({ active: false }),
    check: 'actions',
    title: 'the custom action “Publish” in Sandbox is not active',
    fix: 'If nobody disabled it on purpose',
  },
  {
    what: 'a custom action with another definition',
    provoke: action({ timeout: 9 }),
    check: 'actions',
    title: /^the custom action “Publish” in Sandbox has timeout 9, but the app \d+$/,
    fix: CONNECT,
    status: 'warning',
  },
  {
    what: 'a custom action that the app does not have',
    provoke: () => {
      const { actions, stores, user } = doctor.frameio;
      const { url } = doctor.registeredAction().action;
      const { id } = actions.create({ name: 'Old', description: 'd', event: 'old', url }, user);
      return () => stores.actions.delete(id);
    },
    check: 'actions',
    title: 'the custom action “Old” in Sandbox is not one of the app',
    fix: CONNECT,
    status: 'warning',
  },
])('finds $what, with the meaning and the fix', (expected) => doctor.expectFinding(expected));
