import { describe, expect, it } from '@jest/globals';
import { differences, type OpenApi, readOpenApi } from '../../../support/open-api.ts';
import { type Conversation, documentedConversation, haveConversation, withNextPage } from './conversation.ts';
import { type DocumentedOperation, documentedOperations, isList } from './documented-operations.ts';
import { exampleOf } from './example-of.ts';
import { exampleRequest, namesOf } from './example-request.ts';

interface Compared {
  readonly name: string;
  readonly operation: DocumentedOperation;
  readonly documented: Conversation;
  readonly actual: unknown;
}

const openApi = readOpenApi();

if (openApi) {
  const operations = documentedOperations(openApi);
  const conversations = await converse(openApi, operations);
  describe('the client compared with Frame.io’s OpenAPI document', () => compare(openApi, operations, conversations));
} else {
  it('skips the comparison without Frame.io’s OpenAPI document', () => expect(openApi).toBeUndefined());
}

function compare(api: OpenApi, operations: readonly DocumentedOperation[], conversations: readonly Compared[]): void {
  const wrong = conversations.filter((compared) => !passes(() => check(compared)));
  const right = operations.filter((operation) => !wrong.some((compared) => compared.operation === operation));
  const score = `${right.length} of ${operations.length}`;

  it(`${score} operations send the documented request and return the response`, () => {
    expect(score).toBe('90 of 90');
  });

  it.each(conversations)('$name', check);

  it('uses examples that match the schemas', () => {
    const wrongExamples = operations.flatMap((operation) => {
      const { query, headers, body } = exampleRequest(api, operation);
      const examples = [
        ...operation.query.filter((of) => !namesOf(api, of)).map((of) => ({ ...of, value: query[of.name] })),
        ...operation.headers.map((of) => ({ ...of, value: headers[of.name] })),
        ...(operation.body ? [{ name: 'body', schema: operation.body, value: body }] : []),
        ...operation.responses.flatMap(({ schema }) =>
          schema ? [{ name: 'response', schema, value: exampleOf(api, schema) }] : [],
        ),
      ];
      return examples.flatMap(({ name, value, schema }) =>
        differences(api, value, schema, `${operation.operationId} ${name}`),
      );
    });
    expect(wrongExamples).toEqual([]);
  });
}

function check({ actual, documented }: Compared): void {
  if (actual instanceof Error) throw actual;
  expect(actual).toStrictEqual(documented);
}

function passes(test: () => void): boolean {
  try {
    test();
    return true;
  } catch {
    return false;
  }
}

async function converse(api: OpenApi, operations: readonly DocumentedOperation[]): Promise<readonly Compared[]> {
  const compared: Compared[] = [];
  for (const operation of operations) {
    const request = exampleRequest(api, operation);
    for (const { status, schema } of operation.responses) {
      const example = schema && exampleOf(api, schema);
      const response = { status, body: isList(operation) ? withNextPage(example) : example };
      const actual = await haveConversation(operation, request, response).catch((error: unknown) => error);
      const name = `${operation.resource}.${operation.method}, status ${status}`;
      compared.push({ name, operation, documented: documentedConversation(operation, request, response), actual });
    }
  }
  return compared;
}
