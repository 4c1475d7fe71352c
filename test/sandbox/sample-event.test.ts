import { expect, it } from '@jest/globals';
import { RESOURCE_OF_EVENT, type WebhookEventName } from '../../lib/events/event-map.ts';
import { parseDelivery } from '../../lib/events/parse-delivery.ts';
import { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import { sampleEvent } from '../../sandbox/sample-event.ts';
import { SAMPLE_FILE } from '../../sandbox/sample-file.ts';

const state = new FrameioState();
const file = state.addFile(SAMPLE_FILE);
const names = Object.keys(RESOURCE_OF_EVENT).filter((name): name is WebhookEventName => name in RESOURCE_OF_EVENT);

it.each(names)('is a valid event for %s, not caused by the app', (name) => {
  const body = sampleEvent(name, state, file);
  expect(parseDelivery(JSON.stringify(body))).toMatchObject({ kind: 'webhook', event: { type: name } });
  expect(body.resource.type).toBe(RESOURCE_OF_EVENT[name]);
  expect(body.user.id).not.toBe(state.user.id);
});

it.each([
  { name: 'file.updated', id: file.id },
  { name: 'metadata.value.updated', id: file.id },
  { name: 'folder.created', id: state.project.root_folder_id },
  { name: 'project.updated', id: state.project.id },
] as const)('is about the sample resource for $name', ({ name, id }) => {
  expect(sampleEvent(name, state, file).resource.id).toBe(id);
});

it('adds the comment that the event is about', () => {
  const { resource } = sampleEvent('comment.created', state, file);
  expect(state.commentsOf(file.id).at(-1)).toMatchObject({ id: resource.id, owner: state.uploader });
});
