import type { ApiParameter, Content, OpenApi, Schema } from '../../../support/open-api.ts';

/** One operation of the document, with the name that the client must give it. */
export interface DocumentedOperation {
  readonly operationId: string;
  readonly resource: string;
  readonly method: string;
  readonly httpMethod: string;
  readonly path: string;
  /** Names of the ids in the path, in order. */
  readonly ids: readonly string[];
  readonly query: readonly ApiParameter[];
  readonly headers: readonly ApiParameter[];
  readonly body: Schema | undefined;
  /** Successful responses. One without a schema has no body. */
  readonly responses: readonly DocumentedResponse[];
}

export interface DocumentedResponse {
  readonly status: number;
  readonly schema: Schema | undefined;
}

/** Returns every operation of the document. */
export function documentedOperations({ paths }: OpenApi): readonly DocumentedOperation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, tags, parameters, requestBody, responses }]) => ({
      operationId,
      ...nameOf(tags[0] ?? '', operationId),
      httpMethod: method.toUpperCase(),
      path,
      ids: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
      query: parameters.filter((parameter) => parameter.in === 'query'),
      headers: parameters.filter((parameter) => parameter.in === 'header'),
      body: schemaOf(requestBody),
      responses: Object.entries(responses)
        .filter(([status]) => status.startsWith('2'))
        .map(([status, response]) => ({ status: Number(status), schema: schemaOf(response) })),
    })),
  );
}

/** Returns the schema of a JSON body. A 204 has none. */
function schemaOf(content: Content | undefined): Schema | undefined {
  return content?.content['application/json']?.schema;
}

/** Returns whether the operation is a list: only lists accept a cursor. */
export function isList({ query }: DocumentedOperation): boolean {
  return query.some(({ name }) => name === 'after');
}

/**
 * Returns the names in Frame.io's SDK: the tag, and the operation id without the tag as its prefix. Lists of roles are
 * named `index` for any id.
 */
function nameOf(tag: string, operationId: string): { readonly resource: string; readonly method: string } {
  const prefix = `${tag.toLowerCase().replaceAll(' ', '_')}.`;
  const rest = operationId.startsWith(prefix) ? operationId.slice(prefix.length) : operationId;
  return { resource: camelCase(tag), method: rest.endsWith('_user_roles.index') ? 'index' : camelCase(rest) };
}

function camelCase(words: string): string {
  const [first = '', ...others] = words.toLowerCase().split(/[ ._]/);
  return first + others.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}
