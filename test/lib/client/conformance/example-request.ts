import { type ApiParameter, type OpenApi, resolve } from '../../../support/open-api.ts';
import type { DocumentedOperation } from './documented-operations.ts';
import { exampleOf } from './example-of.ts';

/** Arguments of one call: ids that need encoding, every parameter, and the complete body. */
export interface ExampleRequest {
  readonly ids: readonly string[];
  readonly query: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Returns example arguments for an operation. */
export function exampleRequest(api: OpenApi, { ids, query, headers, body }: DocumentedOperation): ExampleRequest {
  return {
    ids: ids.map((_, index) => `adobe:${index}|2?x#y/z`),
    query: Object.fromEntries(query.map((parameter) => [parameter.name, exampleOfParameter(api, parameter)])),
    headers: Object.fromEntries(headers.map(({ name, schema }) => [name, exampleOf(api, schema)])),
    body: body && exampleOf(api, body),
  };
}

/** Returns the names that a comma-separated parameter accepts. The document's schema describes a single name. */
export function namesOf(api: OpenApi, { name, schema }: ApiParameter): readonly unknown[] | undefined {
  return name === 'include' ? resolve(api, schema).enum : undefined;
}

function exampleOfParameter(api: OpenApi, parameter: ApiParameter): unknown {
  return namesOf(api, parameter) ?? exampleOf(api, parameter.schema);
}
