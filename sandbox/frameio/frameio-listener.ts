import type { Listener } from '../http/listen.ts';
import { type ApiListenerOptions, apiListener } from './api/api-listener.ts';
import { storageListener } from './storage/storage-listener.ts';
import { STORAGE_PATH } from './storage/storage-path.ts';

/** Serves Frame.io as its clients see it: the API, and the storage that they upload to. */
export function frameioListener(options: ApiListenerOptions): Listener {
  const [api, storage] = [apiListener(options), storageListener(options)];
  return (request, response) => (request.url?.startsWith(STORAGE_PATH) ? storage : api)(request, response);
}
