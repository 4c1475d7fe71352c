import type * as Frameio from '../../../../lib/client/frameio.ts';
import { activitiesOf } from '../../state/shares/share-views.ts';
import type { StoredShareActivity } from '../../state/stored-resources.ts';
import { ID, operation, UUID } from '../operation.ts';
import { PAGE_QUERY, pageResponse } from '../pagination.ts';
import { includeRule } from '../query-rules.ts';
import { perMinute } from '../rate-limit.ts';

const list = operation({
  name: 'shares.list_activities',
  method: 'GET',
  path: '/v4/accounts/{account_id}/shares/{share_id}/activities',
  limit: perMinute(100),
  ids: { account_id: ID, share_id: UUID },
  query: { ...PAGE_QUERY, include: includeRule('user') },
  body: {},
  handle: ({ state, ids, query, path }) => {
    const activities = activitiesOf(state, state.stores.shares.require(ids.share_id));
    return pageResponse<StoredShareActivity, Frameio.ShareActivityItemWithIncludes>(
      activities,
      { query, path },
      ({ activity, user }) => (query.include?.includes('user') ? { ...activity, user } : activity),
    );
  },
});

/** The operation on the activities on a share. */
export const SHARE_ACTIVITIES = [list];
