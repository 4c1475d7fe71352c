import { type OpenApi, resolve } from '../../../support/open-api.ts';
import { type DocumentedOperation, isList } from './documented-operations.ts';
import { exampleOf } from './example-of.ts';
import { exampleRequest, namesOf } from './example-request.ts';
import { declarationsOf, typeOf } from './type-emitter.ts';

/**
 * Returns a program that compiles only if the client's types match the document: requests and responses have identical
 * types, and the examples are assignable.
 */
export function documentedTypes(api: OpenApi, operations: readonly DocumentedOperation[]): string {
  const entries = (entryOf: (operation: DocumentedOperation) => string) =>
    operations.map((operation) => `  '${operation.resource}.${operation.method}': ${entryOf(operation)},\n`).join('');
  return `
import type { ApiPromise } from './lib/client/transport/api-promise.ts';
import type { PagePromise } from './lib/client/transport/page.ts';
import type { CommaSeparated } from './lib/client/transport/query.ts';
import type { FrameioClient } from './lib/client/client.ts';
import type { RequestOptions } from './lib/client/transport/api-request.ts';
import type { WebhookEventName } from './lib/events/event-map.ts';
import type { Resolved, SameResponse, SameRequest } from './test/types/exact.ts';

${declarationsOf(api)}
type Client = {
${entries(({ resource, method }) => `FrameioClient['${resource}']['${method}']`)}};

type Documented = {
${entries((operation) => `(${parametersOf(api, operation).join(', ')}) => ${responseOf(api, operation)}`)}};

export const requests: { [Name in keyof Documented]: SameRequest<Client[Name], Documented[Name]> } = {
${entries(() => 'true')}};

export const responses: { [Name in keyof Documented]: SameResponse<Client[Name], Documented[Name]> } = {
${entries(() => 'true')}};

export const exampleCalls = (client: FrameioClient) => ({
${entries((operation) => `() => client.${operation.resource}.${operation.method}(${exampleArguments(api, operation)})`)}});

export const exampleResponses: { [Name in keyof Documented]: readonly Resolved<Client[Name]>[] } = {
${entries((operation) => exampleResponses(api, operation))}};
`;
}

/** Returns the parameters: the ids in path order, one object for query and body if there are any, and the options. */
function parametersOf(api: OpenApi, { ids, query, body }: DocumentedOperation): readonly string[] {
  const ofQuery = query.map((parameter) => {
    const names = namesOf(api, parameter)?.map((name) => JSON.stringify(name));
    const type = names ? `CommaSeparated<${names.join(' | ')}>` : typeOf(api, parameter.schema);
    return `${parameter.name}${parameter.required ? '' : '?'}: ${type}`;
  });
  const isRequired = query.some(({ required }) => required) || (body && resolve(api, body).required?.length !== 0);
  const request = [...(ofQuery.length > 0 ? [`{ ${ofQuery.join('; ')} }`] : []), ...(body ? [typeOf(api, body)] : [])];
  return [
    ...ids.map((id) => `${id}: string`),
    ...(request.length > 0 ? [`request${isRequired ? '' : '?'}: ${request.join(' & ')}`] : []),
    'options?: RequestOptions',
  ];
}

function responseOf(api: OpenApi, operation: DocumentedOperation): string {
  const bodies = operation.responses.map(({ schema }) => {
    if (!schema) return 'void';
    return isList(operation) ? `${typeOf(api, schema)}['data'][number]` : typeOf(api, schema);
  });
  return `${isList(operation) ? 'PagePromise' : 'ApiPromise'}<${[...new Set(bodies)].join(' | ')}>`;
}

function exampleArguments(api: OpenApi, operation: DocumentedOperation): string {
  const { ids, query, body } = exampleRequest(api, operation);
  const request = { ...query, ...Object(body) };
  const values = [...ids, ...(Object.keys(request).length > 0 ? [request] : [])];
  return values.map((value) => JSON.stringify(value)).join(', ');
}

/** Returns the example responses of an operation. Those of a list are its items. */
function exampleResponses(api: OpenApi, operation: DocumentedOperation): string {
  const bodies = operation.responses.flatMap(({ schema }) => (schema ? [exampleOf(api, schema)] : []));
  return JSON.stringify(isList(operation) ? bodies.flatMap((body) => Object(body).data) : bodies);
}
