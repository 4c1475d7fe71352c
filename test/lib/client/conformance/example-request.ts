import { type ApiParameter, type OpenApi, resolve } from '../../../support/open-api.ts';
import type { DocumentedOperation } from './documented-operations.ts';
import { exampleOf } from './example-of.ts';

/** The values of one call: ids that mean something else when they are not encoded, every parameter, the whole body. */
export interface ExampleRequest {
  readonly ids: readonly string[];
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

export function exampleRequest(api: OpenApi, { ids, query, headers, body }: DocumentedOperation): ExampleRequest {
  return {
    ids: ids.map((_, index) => `adobe:${index}|2?x#y/z`),
    query: Object.fromEntries(query.map((parameter) => [parameter.name, exampleOfParameter(api, parameter)])),
    headers: Object.fromEntries(headers.map(({ name, schema }) => [name, exampleOf(api, schema)])),
    body: body && exampleOf(api, body),
  };
}

/** The names a parameter takes any number of, joined by commas; the document has a schema for one of them only. */
export function namesOf(api: OpenApi, { name, schema }: ApiParameter): readonly unknown[] | undefined {
  return name === 'include' ? resolve(api, schema).enum : undefined;
}

function exampleOfParameter(api: OpenApi, parameter: ApiParameter): unknown {
  return namesOf(api, parameter) ?? exampleOf(api, parameter.schema);
}
