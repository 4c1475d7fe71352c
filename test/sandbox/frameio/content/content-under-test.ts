import { afterEach, beforeEach } from '@jest/globals';
import type { FrameioEvent } from '../../../../sandbox/frameio/state/frameio-event.ts';
import { type RunningApi, startApi } from '../running-api.ts';

/** Id of nothing. */
export const UNKNOWN_ID = '0f8fad5b-d9cb-469f-a165-70867728950e';

/** Starts Frame.io for each test, and records its events. */
export function contentUnderTest() {
  const events: FrameioEvent[] = [];
  let api: RunningApi;
  beforeEach(async () => {
    events.length = 0;
    api = await startApi({ onEvent: (event) => events.push(event) });
  });
  afterEach(() => api.close());

  return {
    get api() {
      return api;
    },
    get client() {
      return api.client;
    },
    get accountId() {
      return api.state.account.id;
    },
    /** Id of the default project's root folder. */
    get rootId() {
      return api.state.project.root_folder_id;
    },
    /** Adds a file to the root folder. Returns its id. */
    addFile: (name = 'a.mp4') => api.state.addFile({ name, fileSize: 1 }).id,
    /** The events so far as `[type, id of the resource]`. */
    eventsSoFar: () => events.map(({ type, resource }) => [type, resource.id]),
    /** Runs a change. Returns the events that it causes, as `[type, id of the resource]`. */
    eventsOf: async (change: () => PromiseLike<unknown>) => {
      const before = events.length;
      await change();
      return events.slice(before).map(({ type, resource }) => [type, resource.id]);
    },
  };
}
