import { createCollection, deleteCollection, updateCollection } from '../frameio/state/collections.ts';
import { addReply } from '../frameio/state/comments.ts';
import { findAsset } from '../frameio/state/find-asset.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import { checkFields } from '../frameio/validation/check-fields.ts';
import type { FieldRules, FieldValues } from '../frameio/validation/field-rules.ts';
import { type ControlResponse, controlError, errorResponse, type Read, readFields } from './control-response.ts';
import type { ControlCall, ControlRoute } from './control-route.ts';

const NAME = { type: 'string', minLength: 1, maxLength: 255 } as const;
const ASSET_IDS = { type: 'array', items: { type: 'string' }, uniqueItems: true } as const;

const REPLY = { text: { type: 'string', minLength: 1, maxLength: 40_000, required: true } } as const;
const NEW_COLLECTION = {
  name: { ...NAME, required: true },
  asset_ids: ASSET_IDS,
  project_id: { type: 'string' },
} as const;
const COLLECTION = { name: NAME, asset_ids: ASSET_IDS } as const;

/**
 * The calls that do what users do in Frame.io's web app and no operation of its API does: reply to comments, and create,
 * change and delete collections.
 */
export function webAppApi(state: FrameioState): readonly ControlRoute[] {
  const { stores, uploader: user } = state;
  const collectionPath = '/sandbox/collections/{id}';
  return [
    {
      method: 'POST',
      path: '/sandbox/comments/{id}/replies',
      handle: async (call) => {
        const comment = stores.comments.get(call.ids.id ?? '');
        if (!comment) return unknown('comment', call);
        const reply = await readBody(call, REPLY);
        if (!reply.ok) return errorResponse(reply);
        return { status: 201, body: addReply(state, comment, reply.value.text, user) };
      },
    },
    {
      method: 'POST',
      path: '/sandbox/collections',
      handle: async (call) => {
        const fields = await readBody(call, NEW_COLLECTION);
        if (!fields.ok) return errorResponse(fields);
        const { name, asset_ids: assetIds = [], project_id = state.settings.projectId } = fields.value;
        const project = stores.projects.get(project_id);
        if (!project) return errorResponse(controlError(404, `There is no project ${project_id}.`));
        const missing = missingAsset(state, assetIds);
        if (missing) return missing;
        const { collection } = createCollection(state, project, { name, assetIds }, user);
        return { status: 201, body: collection };
      },
    },
    {
      method: 'PATCH',
      path: collectionPath,
      handle: async (call) => {
        const stored = stores.collections.get(call.ids.id ?? '');
        if (!stored) return unknown('collection', call);
        const fields = await readBody(call, COLLECTION);
        if (!fields.ok) return errorResponse(fields);
        const { name, asset_ids: assetIds } = fields.value;
        const missing = missingAsset(state, assetIds ?? []);
        if (missing) return missing;
        const changes = { ...(name !== undefined && { name }), ...(assetIds && { assetIds }) };
        return { status: 200, body: updateCollection(state, stored, changes, user).collection };
      },
    },
    {
      method: 'DELETE',
      path: collectionPath,
      handle: (call) => {
        const stored = stores.collections.get(call.ids.id ?? '');
        if (!stored) return unknown('collection', call);
        deleteCollection(state, stored, user);
        return { status: 200, body: stored.collection };
      },
    },
  ];
}

async function readBody<const Rules extends FieldRules>(
  call: ControlCall,
  rules: Rules,
): Promise<Read<FieldValues<Rules>>> {
  const checked = checkFields(readFields(await call.readBody()), rules);
  if (checked.ok) return checked;
  const details = checked.errors.map(({ detail, source }) => `${source?.pointer}: ${detail}`);
  return controlError(422, `${details.join('. ')}. Send ${exampleOf(rules)}.`);
}

/** Returns a body with each field, such as `{"name": <string>, "asset_ids": <array>}`. */
function exampleOf(rules: FieldRules): string {
  return `{${Object.entries(rules)
    .map(([name, { type }]) => `"${name}": <${type}>`)
    .join(', ')}}`;
}

function unknown(resource: string, { ids }: ControlCall): ControlResponse {
  return errorResponse(controlError(404, `There is no ${resource} ${ids.id}.`));
}

function missingAsset(state: FrameioState, assetIds: readonly string[]): ControlResponse | undefined {
  const missing = assetIds.find((id) => !findAsset(state, id));
  return missing === undefined ? undefined : errorResponse(controlError(422, `There is no asset ${missing}.`));
}
