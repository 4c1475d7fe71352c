import type { WebhookEventName } from '../../../../lib/events/event-map.ts';
import type { Cause } from './cause.ts';
import { COLLECTION_CAUSES } from './collection-causes.ts';
import { COMMENT_CAUSES } from './comment-causes.ts';
import { FILE_CAUSES } from './file-causes.ts';
import { FOLDER_CAUSES } from './folder-causes.ts';
import { METADATA_CAUSES } from './metadata-causes.ts';
import { PROJECT_CAUSES } from './project-causes.ts';
import { SHARE_CAUSES } from './share-causes.ts';

/** The cause of every event. */
export const CAUSES: Readonly<Record<WebhookEventName, Cause>> = {
  ...COLLECTION_CAUSES,
  ...COMMENT_CAUSES,
  ...FILE_CAUSES,
  ...FOLDER_CAUSES,
  ...METADATA_CAUSES,
  ...PROJECT_CAUSES,
  ...SHARE_CAUSES,
};
