import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { OPERATIONS } from '../../../sandbox/frameio/api/operations/index.ts';
import type { NewComment } from '../../../sandbox/frameio/state/comment-fields.ts';
import type { FrameioState } from '../../../sandbox/frameio/state/frameio-state.ts';
import type { FieldRule } from '../../../sandbox/frameio/validation/field-rules.ts';
import { differences, type OpenApi, readOpenApi, type Schema } from '../../support/open-api.ts';
import { summaryOfParameter, summaryOfRule, summaryOfSchema } from './rule-summary.ts';
import { type RunningApi, startApi } from './running-api.ts';

const EVERYTHING =
  'media_links.original,media_links.thumbnail,media_links.thumbnail_high_quality,media_links.video_h264_180,' +
  'media_links.high_quality,media_links.efficient,media_links.scrub_sheet,creator,project,project.owner,metadata';

const FULL_COMMENT: NewComment = {
  text: 'All there is',
  timestamp: '00:00:02:12',
  duration: 10,
  annotation: '[]',
  completed: true,
  anchor: { x: 0.5, y: 0.5 },
  links: [{ start_index: 0, end_index: 3, url: 'https://example.com' }],
  attachments: [{ name: 'a.png', media_type: 'image/png', file_size: 1 }],
  text_review_annotation: {
    bounds: [{ x: 12.5, y: 24, width: 130, height: 42 }],
    selection_text: 'existing',
    suggested_text: 'updated',
    text_review_annotation_type: 'replace',
  },
};

const NEW_FILE = { name: 'a.mp4', file_size: 50_645_990 };

const NEW_ACTION = {
  name: 'Archive',
  description: 'Moves the file',
  event: 'studio.archive',
  url: 'https://a.invalid',
};

const NO_BODY: Schema = { type: 'object', additionalProperties: false };

const document = readOpenApi();

if (document) {
  describe('the sandbox and Frame.io’s OpenAPI document', () => compareWith(document));
} else {
  it('skips the comparison without Frame.io’s OpenAPI document beside the project', () =>
    expect(document).toBeUndefined());
}

function compareWith(openApi: OpenApi): void {
  let api: RunningApi;
  let fileId: string;
  beforeAll(async () => {
    api = await startApi();
    fileId = videoWithComments(api.state);
  });
  afterAll(() => api.close());

  const twoFiles = () => ['a.mp4', 'b.mp4'].map((name) => api.state.addFile({ name, fileSize: 1 }).id);
  const accountPath = () => `/v4/accounts/${api.state.account.id}`;
  const stacksPath = () => `${accountPath()}/folders/${api.state.project.root_folder_id}/version_stacks`;
  const stackPath = () => `${accountPath()}/version_stacks/${api.state.createVersionStack(twoFiles()).id}`;

  for (const { name, method, path, limit, ids, query, body } of OPERATIONS) {
    const described = () => {
      const operation = openApi.paths[path]?.[method.toLowerCase()];
      if (operation?.operationId !== name) throw new Error(`The document has no ${name} at ${method} ${path}.`);
      return operation;
    };

    it(`agree on the parameters of ${name}`, () => {
      const { parameters } = described();
      const ofPath = parameters.filter((parameter) => parameter.in === 'path');
      const ofQuery = parameters.filter((parameter) => parameter.in === 'query');
      expect(Object.keys(ids)).toEqual(ofPath.map((parameter) => parameter.name));
      expect(Object.fromEntries(Object.entries(query).map(([key, rule]) => [key, summaryOfParameter(rule)]))).toEqual(
        Object.fromEntries(ofQuery.map((parameter) => [parameter.name, summaryOfSchema(openApi, parameter.schema)])),
      );
    });

    it(`agree on the body of ${name}`, () => {
      const schema = described().requestBody?.content['application/json']?.schema;
      const rule: FieldRule = { type: 'object', fields: body, closed: true };
      expect(summaryOfRule(rule)).toEqual(summaryOfSchema(openApi, schema ?? NO_BODY));
    });

    it(`agree on the rate limit of ${name}`, () => {
      const [, calls, length, unit] =
        /Rate Limits: (\d+) calls per ([\d.]+) (minute|second)/.exec(described().description) ?? [];
      expect(limit).toEqual({ calls: Number(calls), windowMs: Number(length) * (unit === 'minute' ? 60_000 : 1_000) });
    });
  }

  it.each<{ name: string; path: () => string; method?: string; body?: unknown }>([
    { name: 'users.show', path: () => '/v4/me' },
    { name: 'files.show', path: () => api.pathOf(fileId) },
    { name: 'files.show', path: () => `${api.pathOf(fileId)}?include=${EVERYTHING}` },
    { name: 'comments.create', path: () => `${api.pathOf(fileId)}/comments`, body: { data: { text: 'Short' } } },
    { name: 'comments.create', path: () => `${api.pathOf(fileId)}/comments`, body: { data: FULL_COMMENT } },
    { name: 'comments.index', path: () => `${api.pathOf(fileId)}/comments` },
    {
      name: 'comments.index',
      path: () =>
        `${api.pathOf(fileId)}/comments?page_size=1&include=owner,replies&include_total_count=true&timestamp_as_timecode=true`,
    },
    { name: 'comments.index', path: () => `${api.pathOf(fileId)}/comments?page_size=0` },
    { name: 'files.show', path: () => api.pathOf('0f8fad5b-d9cb-469f-a165-70867728950e') },
    { name: 'comments.create', path: () => `${api.pathOf(fileId)}/comments`, body: '{' },
    { name: 'files.create_local_upload', path: () => api.uploadPath, body: { data: NEW_FILE } },
    {
      name: 'files.create_local_upload',
      path: () => api.uploadPath,
      body: { data: { ...NEW_FILE, media_type: 'video/mp4' } },
    },
    { name: 'files.show_file_upload_status', path: () => `${api.pathOf(fileId)}/status` },
    {
      name: 'files.show_file_upload_status',
      path: () => `${api.pathOf(api.state.startUpload({ name: 'a.mp4', fileSize: 1 }).file.id)}/status`,
    },
    {
      name: 'files.delete',
      path: () => api.pathOf(api.state.addFile({ name: 'a.mp4', fileSize: 1 }).id),
      method: 'DELETE',
    },
    { name: 'files.delete', path: () => api.pathOf('0f8fad5b-d9cb-469f-a165-70867728950e'), method: 'DELETE' },
    { name: 'actions.create', path: () => actionsPath(api.state), body: { data: NEW_ACTION } },
    { name: 'actions.create', path: () => actionsPath(api.state), body: { data: { ...NEW_ACTION, timeout: 4 } } },
    { name: 'actions.index', path: () => actionsPath(api.state) },
    {
      name: 'actions.index',
      path: () => `${actionsPath(api.state)}?include=creator&include_total_count=true&page_size=1`,
    },
    { name: 'actions.show', path: () => newActionPath(api.state) },
    { name: 'actions.show', path: () => `${newActionPath(api.state)}?include=creator` },
    { name: 'actions.update', path: () => newActionPath(api.state), method: 'PATCH', body: { data: { timeout: 7 } } },
    { name: 'actions.delete', path: () => newActionPath(api.state), method: 'DELETE' },
    { name: 'version_stacks.create', path: stacksPath, body: () => ({ data: { file_ids: twoFiles() } }) },
    { name: 'version_stacks.create', path: stacksPath, body: () => ({ data: { file_ids: twoFiles().slice(1) } }) },
    { name: 'version_stacks.show', path: stackPath },
    { name: 'version_stacks.show', path: () => `${stackPath()}?include=${EVERYTHING}` },
    {
      name: 'version_stacks.move',
      path: () => `${stackPath()}/move`,
      method: 'PATCH',
      body: () => ({ data: { parent_id: api.state.project.root_folder_id } }),
    },
    {
      name: 'files.move',
      path: () => `${api.pathOf(fileId)}/move`,
      method: 'PATCH',
      body: () => ({ data: { parent_id: api.state.createVersionStack(twoFiles()).id } }),
    },
  ])('agree on the responses of $name', async ({ name, path, method, body }) => {
    const operation = Object.values(openApi.paths)
      .flatMap((methods) => Object.values(methods))
      .find(({ operationId }) => operationId === name);
    const sent = typeof body === 'function' ? body() : body;
    const received = await api.send(path(), { body: sent, ...(method && { method }) });
    const response = operation?.responses[received.status];
    if (!response) throw new Error(`${name} is not documented to respond ${received.status}.`);
    const schema = response.content['application/json']?.schema;
    if (schema) expect(differences(openApi, received.body, schema)).toEqual([]);
    else expect(received.body).toBeUndefined();
  });
}

function actionsPath({ account, workspace }: FrameioState): string {
  return `/v4/accounts/${account.id}/workspaces/${workspace.id}/actions`;
}

/** Adds a custom action. Returns its path. */
function newActionPath({ account, user, actions }: FrameioState): string {
  return `/v4/accounts/${account.id}/actions/${actions.create(NEW_ACTION, user).action.id}`;
}

/** Adds a video, which has all seven renditions: the schema does not allow a null link, only the description does. */
function videoWithComments(state: FrameioState): string {
  const { id } = state.addFile({ name: 'a.mp4', fileSize: 1 });
  state.addComment(id, { text: 'Short' });
  state.addComment(id, FULL_COMMENT);
  return id;
}
