import { afterAll, afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isWebhookEventName, RESOURCE_OF_EVENT } from '../../../../lib/events/event-map.ts';
import type { FrameioEvent } from '../../../../sandbox/frameio/state/frameio-event.ts';
import { type RunningApi, startApi } from '../running-api.ts';
import { CAUSES } from './causes.ts';

describe('each webhook event is emitted once by its cause', () => {
  const emitted = new Set<string>();
  let api: RunningApi;
  let events: FrameioEvent[];
  beforeEach(async () => {
    events = [];
    api = await startApi({ onEvent: (event) => events.push(event) });
  });
  afterEach(() => api.close());
  afterAll(() => {
    const total = Object.keys(RESOURCE_OF_EVENT).length;
    process.stderr.write(`${emitted.size} of ${total} events, each emitted by its cause\n`);
  });

  it.each(Object.keys(RESOURCE_OF_EVENT).filter(isWebhookEventName))('%s', async (type) => {
    const { state, client } = api;
    const id = await CAUSES[type]({
      client,
      state,
      accountId: state.account.id,
      projectId: state.project.id,
      folderId: state.project.root_folder_id,
    });
    const user = expect.objectContaining({ id: expect.any(String) });
    const found = events.filter((event) => event.type === type);
    expect(found).toMatchObject([
      { resource: { id, type: RESOURCE_OF_EVENT[type] }, workspace: { id: expect.any(String) }, user },
    ]);
    const isOfAccount = type.startsWith('customfield.');
    expect(found[0]?.project).toEqual(isOfAccount ? undefined : { id: expect.any(String) });
    emitted.add(type);
  });
});
