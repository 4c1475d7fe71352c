import type { FrameioDatabase } from '../frameio-database.ts';
import type { StoredShare, StoredShareActivity, User } from '../stored-resources.ts';
import { emitShareEvent } from './shares.ts';

/** Records that somebody has opened a share. */
export function viewShare(database: FrameioDatabase, stored: StoredShare, viewer: User): void {
  const [id, time] = [database.newId(), database.timestamp()];
  const activity = { id, type: 'share_viewed', inserted_at: time, asset_id: null, user_id: viewer.id } as const;
  database.stores.shareActivities.put({ id, shareId: stored.id, activity, user: viewer });
  database.stores.shares.put({ ...stored, share: { ...stored.share, last_viewed_at: time } });
  emitShareEvent(database, 'share.viewed', stored, viewer);
}

/** Returns the activities on a share, newest first. */
export function activitiesOf({ stores }: FrameioDatabase, { id }: StoredShare): readonly StoredShareActivity[] {
  return stores.shareActivities
    .all()
    .filter(({ shareId }) => shareId === id)
    .toReversed();
}
