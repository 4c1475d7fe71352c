import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordOf } from '../../../../lib/core/type-guards.ts';
import type { Operation } from '../../../../sandbox/frameio/api/operation.ts';
import { OPERATIONS } from '../../../../sandbox/frameio/api/operations/index.ts';
import { addFolder } from '../../../../sandbox/frameio/state/folders.ts';
import { addFieldDefinition } from '../../../../sandbox/frameio/state/metadata/field-definitions.ts';
import { corrected } from '../../../lib/client/conformance/correction.ts';
import { NEWER } from '../../../lib/client/conformance/newer.ts';
import { type OpenApi, readOpenApi } from '../../../support/open-api.ts';
import { type RunningApi, startApi } from '../running-api.ts';
import { variantsOf } from './body-variants.ts';
import { CASES } from './cases/index.ts';
import { type ConformanceContext, UNKNOWN_ID } from './conformance-case.ts';
import { withLaterOperations } from './later-operations.ts';

/** What the descriptions in the document forbid, and its schemas do not. */
const SEMANTIC_ERRORS = [
  /^\/data: Missing field: data$/,
  / is not allowed on /,
  /: duration requires timestamp$/,
  /: Missing field: custom_members$/,
  /: There is no such account_user_group$/,
];

const ADOBE_USER_ID = 'A1B2@C3D4.e';

/** Values of properties whose schema does not say which values exist. */
const VALUES: Readonly<Record<string, (context: ConformanceContext) => unknown>> = {
  parent_id: ({ state, folderId }) => addFolder(state, state.stores.folders.require(folderId), 'New', state.user).id,
  asset_id: ({ addFiles }) => addFiles('a.mp4')[0],
  asset_ids: ({ addFiles }) => addFiles('a.mp4'),
  file_ids: ({ addFiles }) => addFiles('a.mp4', 'b.mp4'),
  folder_ids: (context) => [VALUES.parent_id?.(context)],
  id: ({ state }) => state.user.id,
  user_ids: ({ state }) => [state.user.id],
  adobe_user_ids: () => [ADOBE_USER_ID],
  emails: () => ['client@example.com'],
  field_definition_id: newField,
  featured_field_definition_id: newField,
  visible_field_definition_ids: (context) => [newField(context)],
  url: () => 'https://example.com/hook',
  source_url: () => 'https://uploads.sandbox.invalid/a.mp4',
  media_type: () => 'video/mp4',
  events: () => ['file.ready'],
  storage_location: () => UNKNOWN_ID,
  timestamp: () => 60,
};

function newField({ state }: ConformanceContext): string {
  return addFieldDefinition(state, { name: 'Scene', field_type: 'text' }, state.user).id;
}

const document = readOpenApi();

if (document) {
  describe('a client made from Frame.io’s OpenAPI document', () =>
    sendBodies(withLaterOperations(corrected(document, NEWER))));
} else {
  it('skips the bodies without Frame.io’s OpenAPI document beside the project', () => expect(document).toBeUndefined());
}

function sendBodies(openApi: OpenApi): void {
  let api: RunningApi;
  let context: ConformanceContext;
  beforeAll(async () => {
    api = await startApi();
    const { state } = api;
    state.stores.users.put({ ...state.uploader, adobe_user_id: ADOBE_USER_ID });
    const addFiles = (...names: readonly string[]) => names.map((name) => state.addFile({ name, fileSize: 1 }).id);
    const folderId = state.project.root_folder_id;
    context = { state, folderId, addFiles, fileId: addFiles('a.mp4').join() };
  });
  let accepted = 0;
  afterAll(async () => {
    await api.close();
    process.stderr.write(`${accepted} bodies of ${withBody.length} operations accepted\n`);
  });

  const withBody = OPERATIONS.filter(({ isExperimental, body }) => !isExperimental && Object.keys(body).length > 0);

  it.each(withBody)('can send $name every kind of body that it allows', async (operation) => {
    const { method, path } = operation;
    const schema = openApi.paths[path]?.[method.toLowerCase()]?.requestBody?.content['application/json']?.schema;
    if (!schema) throw new Error(`The document has no body of ${operation.name}.`);
    for (const body of variantsOf(openApi, schema, (name) => VALUES[name]?.(context))) {
      const { status, details } = await send(operation, body);
      const unexplained = details.filter((detail) => !SEMANTIC_ERRORS.some((pattern) => pattern.test(detail)));
      expect({ body, unexplained }).toEqual({ body, unexplained: [] });
      if (details.length > 0) continue;
      expect({ body, isSuccess: status < 300 }).toEqual({ body, isSuccess: true });
      accepted += 1;
    }
  });

  async function send({ name, method, path }: Operation, body: unknown) {
    api.clock.ms += 60_000; // every rate limit has room again
    const values = { account_id: api.state.account.id, ...idsFor(name, body)(context) };
    const filled = Object.entries(values).reduce((text, [key, id]) => text.replace(`{${key}}`, id), path);
    const response = await api.send(filled, { method, body });
    return { status: response.status, details: detailsOf(response.body) };
  }
}

/** Returns the path parameters of the first case that succeeds, with a metadata field of the same type if it has one. */
function idsFor(operation: string, body: unknown) {
  const cases = CASES.filter((one) => one.operation === operation && one.status < 300);
  const { ids = () => ({}) } = cases.find((one) => fieldTypeOf(one.body) === fieldTypeOf(body)) ?? cases[0] ?? {};
  return ids;
}

function fieldTypeOf(body: unknown): unknown {
  return recordOf(recordOf(body).data).field_type;
}

function detailsOf(body: unknown): readonly string[] {
  const { errors = [] } = recordOf(body);
  return Array.isArray(errors)
    ? errors.map((error) => `${recordOf(recordOf(error).source).pointer}: ${recordOf(error).detail}`)
    : [];
}
