import type { Listener } from '../http/listen.ts';
import { refuseWebsites } from '../http/refuse-websites.ts';
import { type ApiListenerOptions, apiListener } from './api/api-listener.ts';
import { IMS_PATH, imsListener } from './ims/ims-listener.ts';
import { shareListener } from './shares/share-listener.ts';
import { SHARES_PATH } from './shares/share-url.ts';
import { mediaListener } from './storage/media-listener.ts';
import { storageListener } from './storage/storage-listener.ts';
import { MEDIA_PATH, STORAGE_PATH } from './storage/storage-path.ts';

/**
 * Serves Frame.io as its clients see it: the API, the storage that they upload to and download from, the shares that their
 * viewers open, and Adobe IMS, which issues their tokens.
 */
export function frameioListener(options: ApiListenerOptions): Listener {
  const shares = refuseWebsites(shareListener(options));
  const [api, ims] = [apiListener(options), imsListener(options)];
  const [uploads, media] = [storageListener(options), mediaListener(options)];
  const listenerOf = (url = '/') => {
    if (url.startsWith(IMS_PATH)) return ims;
    if (url.startsWith(MEDIA_PATH)) return media;
    if (url.startsWith(SHARES_PATH)) return shares;
    return url.startsWith(STORAGE_PATH) ? uploads : api;
  };
  return (request, response) => listenerOf(request.url)(request, response);
}
