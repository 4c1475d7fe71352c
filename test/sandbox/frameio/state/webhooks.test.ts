import { expect, it } from '@jest/globals';
import type { FrameioEvent } from '../../../../sandbox/frameio/state/frameio-event.ts';
import { FrameioState } from '../../../../sandbox/frameio/state/frameio-state.ts';
import { createWebhook, updateWebhook, webhooksFor } from '../../../../sandbox/frameio/state/webhooks.ts';
import { createWorkspace } from '../../../../sandbox/frameio/state/workspaces.ts';

it.each([
  { name: 'an active webhook of the workspace', listened: ['file.ready'], isFound: true },
  { name: 'a webhook for several events', listened: ['file.deleted', 'file.ready'], isFound: true },
  { name: 'no webhook for other events', listened: ['file.deleted'], isFound: false },
  { name: 'no inactive webhook', listened: ['file.ready'], active: false, isFound: false },
  { name: 'no webhook of another workspace', listened: ['file.ready'], elsewhere: true, isFound: false },
])('an event finds $name', ({ listened, active = true, elsewhere = false, isFound }) => {
  const state = new FrameioState();
  const { user, workspace, project } = state;
  const workspaceId = elsewhere ? createWorkspace(state, { name: 'Trailers' }, user).id : workspace.id;
  const data = { name: 'w', url: 'https://a.invalid', events: listened };
  const stored = updateWebhook(state, createWebhook(state, data, { workspaceId, creator: user }), { active });
  const resource = { id: project.id, type: 'file' };
  const event: FrameioEvent = { type: 'file.ready', resource, project: { id: project.id }, workspace, user };
  expect(webhooksFor(state, event)).toEqual(isFound ? [stored] : []);
});
