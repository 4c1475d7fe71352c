import { createCollection, deleteCollection, updateCollection } from '../../../../sandbox/frameio/state/collections.ts';
import type { Cause, CauseContext } from './cause.ts';

// The API only reads collections: users of the web app change them.
const newCollection = ({ state, projectId }: CauseContext) => {
  const project = state.stores.projects.require(projectId);
  return createCollection(state, project, { name: 'Selects', assetIds: [] }, state.uploader);
};

const create: Cause = async (context) => newCollection(context).id;

const update: Cause = async (context) =>
  updateCollection(context.state, newCollection(context), { name: 'Best takes' }, context.state.uploader).id;

const remove: Cause = async (context) => {
  const stored = newCollection(context);
  deleteCollection(context.state, stored, context.state.uploader);
  return stored.id;
};

export const COLLECTION_CAUSES = {
  'collection.created': create,
  'collection.updated': update,
  'collection.deleted': remove,
} as const satisfies Record<string, Cause>;
