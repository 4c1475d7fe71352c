import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Operation } from '../../../../sandbox/frameio/api/operation.ts';
import { OPERATIONS } from '../../../../sandbox/frameio/api/operations/index.ts';
import type { FrameioState } from '../../../../sandbox/frameio/state/frameio-state.ts';
import type { FieldRule } from '../../../../sandbox/frameio/validation/field-rules.ts';
import { corrected } from '../../../lib/client/conformance/correction.ts';
import { NEWER } from '../../../lib/client/conformance/newer.ts';
import { type ApiOperation, differences, type OpenApi, readOpenApi, type Schema } from '../../../support/open-api.ts';
import { type RunningApi, startApi } from '../running-api.ts';
import { CASES } from './cases/index.ts';
import type { ConformanceCase, ConformanceContext } from './conformance-case.ts';
import { FULL_COMMENT } from './full-comment.ts';
import { LATER_OPERATIONS, withLaterOperations } from './later-operations.ts';
import { summaryOfParameter, summaryOfRule, summaryOfSchema } from './rule-summary.ts';

const NO_BODY: Schema = { type: 'object', additionalProperties: false };

const document = readOpenApi();

if (document) {
  describe('the sandbox and Frame.io’s OpenAPI document', () =>
    compareWith(withLaterOperations(corrected(document, NEWER)), numberOfOperations(document)));
} else {
  it('skips the comparison without Frame.io’s OpenAPI document beside the project', () =>
    expect(document).toBeUndefined());
}

function compareWith(openApi: OpenApi, documented: number): void {
  let api: RunningApi;
  let context: ConformanceContext;
  const conforming = new Set<string>();
  beforeAll(async () => {
    api = await startApi();
    const { state } = api;
    context = {
      state,
      folderId: state.project.root_folder_id,
      fileId: videoWithComments(state),
      addFiles: (...names) => names.map((name) => state.addFile({ name, fileSize: 1 }).id),
    };
  });
  afterAll(async () => {
    await api.close();
    const count = (isLater: boolean) => [...conforming].filter((name) => name in LATER_OPERATIONS === isLater).length;
    const later = Object.keys(LATER_OPERATIONS).length;
    process.stderr.write(
      `${count(false)} of ${documented} operations against the document, ${count(true)} of ${later} against the tables\n`,
    );
  });

  describe.each(OPERATIONS.filter(({ isExperimental }) => !isExperimental))('agree on $name', (operation) => {
    const described = () => describedIn(openApi, operation);

    it('in the parameters', () => {
      const { parameters } = described();
      const ofPath = parameters.filter((parameter) => parameter.in === 'path');
      const ofQuery = parameters.filter((parameter) => parameter.in === 'query');
      expect(Object.keys(operation.ids)).toEqual(ofPath.map((parameter) => parameter.name));
      const rules = Object.entries(operation.query);
      expect(Object.fromEntries(rules.map(([key, rule]) => [key, summaryOfParameter(rule)]))).toEqual(
        Object.fromEntries(ofQuery.map((parameter) => [parameter.name, summaryOfSchema(openApi, parameter.schema)])),
      );
    });

    it('in the body', () => {
      const schema = described().requestBody?.content['application/json']?.schema;
      const rule: FieldRule = {
        type: 'object',
        fields: operation.body,
        ...(!operation.isBodyOpen && { closed: true }),
      };
      expect(summaryOfRule(rule)).toEqual(summaryOfSchema(openApi, schema ?? NO_BODY));
    });

    it('in the rate limit', () => {
      const [, calls, length, unit] =
        /Rate Limits: (\d+) calls per ([\d.]+) (minute|second)/.exec(described().description) ?? [];
      const windowMs = Number(length) * (unit === 'minute' ? 60_000 : 1_000);
      expect(operation.limit).toEqual({ calls: Number(calls), windowMs });
    });

    it('in the responses', async () => {
      const cases = CASES.filter((one) => one.operation === operation.name);
      const statuses = cases.map(({ status }) => status);
      expect(statuses.some((status) => status < 300)).toBe(true); // at least one call succeeds
      for (const one of cases) {
        const { status, body } = await send(operation, one);
        expect({ ...one, status }).toEqual(one);
        const response = described().responses[status];
        if (!response) throw new Error(`${operation.name} is not documented to respond ${status}.`);
        const schema = response.content['application/json']?.schema;
        if (schema) expect(differences(openApi, body, schema)).toEqual([]);
        else expect(body).toBeUndefined();
      }
      conforming.add(operation.name);
    });
  });

  it('have a case for no other operation', () => {
    const names = OPERATIONS.map(({ name }) => name);
    expect(CASES.filter(({ operation }) => !names.includes(operation))).toEqual([]);
  });

  async function send({ method, path }: Operation, { ids, query, body }: ConformanceCase) {
    api.clock.ms += 60_000; // every rate limit has room again
    const values = { account_id: api.state.account.id, ...ids?.(context) };
    const filled = Object.entries(values).reduce((text, [name, id]) => text.replace(`{${name}}`, id), path);
    const search = query ? `?${new URLSearchParams(query)}` : '';
    return await api.send(`${filled}${search}`, { method, body: typeof body === 'function' ? body(context) : body });
  }
}

function describedIn(openApi: OpenApi, { name, method, path }: Operation): ApiOperation {
  const operation = openApi.paths[path]?.[method.toLowerCase()];
  if (operation?.operationId !== name) throw new Error(`The document has no ${name} at ${method} ${path}.`);
  return operation;
}

function numberOfOperations({ paths }: OpenApi): number {
  return Object.values(paths).flatMap((methods) => Object.keys(methods)).length;
}

/** Adds a video, which has all seven renditions: the schema does not allow a null link, only the description does. */
function videoWithComments(state: FrameioState): string {
  const { id } = state.addFile({ name: 'a.mp4', fileSize: 1 });
  state.addComment(id, { text: 'Short' });
  state.addComment(id, FULL_COMMENT);
  return id;
}
