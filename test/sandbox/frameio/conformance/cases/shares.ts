import type { NewShare } from '../../../../../sandbox/frameio/state/shares/share-fields.ts';
import { viewShare } from '../../../../../sandbox/frameio/state/shares/share-views.ts';
import { createShare } from '../../../../../sandbox/frameio/state/shares/shares.ts';
import { type ConformanceCase, type ConformanceContext, EVERYTHING, UNKNOWN_ID } from '../conformance-case.ts';

const BODY = { type: 'asset', access: 'secure', name: 'Review' } as const;

function addShare({ state }: ConformanceContext, data: Partial<NewShare> = {}): string {
  const project = state.stores.projects.require(state.project.id);
  return createShare(state, project, { ...BODY, ...data }, state.user).id;
}

const inProject = ({ state }: ConformanceContext) => ({ project_id: state.project.id });
const theShare = (context: ConformanceContext) => ({ share_id: addShare(context) });
const unknownShare = () => ({ share_id: UNKNOWN_ID });
const shareWithAssets = (context: ConformanceContext) => {
  const { state, addFiles } = context;
  const stack = state.createVersionStack(addFiles('a.mp4', 'b.mp4'));
  return { share_id: addShare(context, { asset_ids: [stack.id] }) };
};
const viewedShare = (context: ConformanceContext) => {
  const share_id = addShare(context);
  viewShare(context.state, context.state.stores.shares.require(share_id), context.state.user);
  return { share_id };
};
const byEmail = { reviewers: { emails: ['client@example.com'] } };

export const SHARES: readonly ConformanceCase[] = [
  { operation: 'shares.create', ids: inProject, body: { data: BODY }, status: 201 },
  {
    operation: 'shares.create',
    ids: inProject,
    body: ({ addFiles }: ConformanceContext) => ({
      data: {
        ...BODY,
        asset_ids: addFiles('a.mp4'),
        expiration: '2027-01-01T00:00:00.000000Z',
        passphrase: 'sesame',
        layout: 'grid',
        title_line_count: 2,
      },
    }),
    status: 201,
  },
  { operation: 'shares.create', ids: inProject, body: { data: { ...BODY, name: ' ' } }, status: 422 },
  { operation: 'shares.create', ids: () => ({ project_id: UNKNOWN_ID }), body: { data: BODY }, status: 404 },
  { operation: 'shares.index', ids: inProject, status: 200 },
  {
    operation: 'shares.index',
    ids: inProject,
    query: { sort: 'name_desc', page_size: '1', include_total_count: 'true' },
    status: 200,
  },
  { operation: 'shares.show', ids: viewedShare, status: 200 },
  { operation: 'shares.show', ids: unknownShare, status: 404 },
  { operation: 'shares.update', ids: theShare, body: { data: { name: null, theme: 'dark' } }, status: 200 },
  { operation: 'shares.update', ids: theShare, body: { data: {} }, status: 422 },
  { operation: 'shares.delete', ids: theShare, status: 204 },
  { operation: 'shares.delete', ids: unknownShare, status: 404 },
  { operation: 'shares.list_assets', ids: shareWithAssets, status: 200 },
  {
    operation: 'shares.list_assets',
    ids: shareWithAssets,
    query: { include: EVERYTHING, sort: 'name_asc', page_size: '2' },
    status: 200,
  },
  {
    operation: 'shares.add_asset',
    ids: theShare,
    body: ({ addFiles }: ConformanceContext) => ({ data: { asset_id: addFiles('a.mp4')[0] } }),
    status: 200,
  },
  { operation: 'shares.add_asset', ids: theShare, body: { data: { asset_id: UNKNOWN_ID } }, status: 422 },
  {
    operation: 'shares.remove_asset',
    ids: (context) => {
      const [asset_id = ''] = context.addFiles('a.mp4');
      return { share_id: addShare(context, { asset_ids: [asset_id] }), asset_id };
    },
    status: 200,
  },
  { operation: 'shares.remove_asset', ids: (context) => ({ ...theShare(context), asset_id: UNKNOWN_ID }), status: 404 },
  {
    operation: 'shares.add_reviewers',
    ids: theShare,
    body: { data: { ...byEmail, message: 'Please review', notify_by_email: false } },
    status: 204,
  },
  {
    operation: 'shares.add_reviewers',
    ids: theShare,
    body: { data: { reviewers: { user_ids: [UNKNOWN_ID] }, message: '' } },
    status: 422,
  },
  {
    operation: 'shares.list_reviewers',
    ids: (context) => {
      const share_id = addShare(context);
      const { shares } = context.state.stores;
      shares.put({ ...shares.require(share_id), reviewers: [context.state.user] });
      return { share_id };
    },
    query: { sort: 'active' },
    status: 200,
  },
  { operation: 'shares.remove_reviewers', ids: theShare, body: { data: byEmail }, status: 204 },
  { operation: 'shares.list_activities', ids: viewedShare, status: 200 },
  { operation: 'shares.list_activities', ids: viewedShare, query: { include: 'user', page_size: '1' }, status: 200 },
  { operation: 'shares.list_activities', ids: unknownShare, status: 404 },
];
