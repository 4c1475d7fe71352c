import type { Listener } from '../listen.ts';
import { type ApiListenerOptions, apiListener } from './api-server.ts';
import { STORAGE_PATH, storageListener } from './storage-server.ts';

/** Frame.io as its clients see it: the API, and the storage they upload to. */
export function frameioListener(options: ApiListenerOptions): Listener {
  const [api, storage] = [apiListener(options), storageListener(options)];
  return (request, response) => (request.url?.startsWith(STORAGE_PATH) ? storage : api)(request, response);
}
