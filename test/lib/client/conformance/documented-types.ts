import { type OpenApi, resolve } from '../../../support/open-api.ts';
import { type DocumentedOperation, isList } from './documented-operations.ts';
import { exampleOf } from './example-of.ts';
import { exampleRequest, namesOf } from './example-request.ts';
import { TypeEmitter } from './type-emitter.ts';

/** A program that compiles when the client's types are the document's. */
export interface DocumentedTypes {
  readonly source: string;
  /** Where a type was put instead of the document's, and made a difference. */
  readonly replaced: readonly string[];
}

/** @param instead - Types to put in the place of the document's, by where they are: `Webhook.events`. */
export function documentedTypes(
  api: OpenApi,
  operations: readonly DocumentedOperation[],
  instead: ReadonlyMap<string, string>,
): DocumentedTypes {
  const emitter = new TypeEmitter(api, instead);
  const entries = (entryOf: (operation: DocumentedOperation) => string) =>
    operations.map((operation) => `  '${operation.resource}.${operation.method}': ${entryOf(operation)},\n`).join('');
  const source = `
import type { ApiPromise } from './lib/client/api-promise.ts';
import type { Listing } from './lib/client/page.ts';
import type { CommaSeparated } from './lib/client/query.ts';
import type { FrameioClient, RequestOptions, WebhookEventName } from './lib/index.ts';
import type { Resolved, SameAnswer, SameRequest } from './test/types/exact.ts';

${emitter.declarations()}
type Client = {
${entries(({ resource, method }) => `FrameioClient['${resource}']['${method}']`)}};

type Documented = {
${entries((operation) => signature(api, emitter, operation))}};

export const requests: { [Name in keyof Documented]: SameRequest<Client[Name], Documented[Name]> } = {
${entries(() => 'true')}};

export const answers: { [Name in keyof Documented]: SameAnswer<Client[Name], Documented[Name]> } = {
${entries(() => 'true')}};

export const calls = (client: FrameioClient) => ({
${entries((operation) => exampleCall(api, operation))}});

export const exampleAnswers: { [Name in keyof Documented]: readonly Resolved<Client[Name]>[] } = {
${entries((operation) => exampleAnswers(api, operation))}};
`;
  return { source, replaced: [...emitter.replaced.keys()] };
}

/** The operation as a function: ids in the order of the path, the request if there is one, the options. */
function signature(api: OpenApi, emitter: TypeEmitter, operation: DocumentedOperation): string {
  const { ids, query, body, operationId } = operation;
  const isRequired = query.some(({ required }) => required) || (body && resolve(api, body).required?.length !== 0);
  const parameters = query.map((parameter) => {
    const names = namesOf(api, parameter)?.map((name) => JSON.stringify(name));
    const type = emitter.typeOf(parameter.schema, `${operationId}?${parameter.name}`);
    return `readonly ${parameter.name}${parameter.required ? '' : '?'}: ${names ? `CommaSeparated<${names.join(' | ')}>` : type}`;
  });
  const request = [...(body ? [emitter.typeOf(body, `${operationId} body`)] : []), `{ ${parameters.join('; ')} }`];
  const hasRequest = body || query.length > 0;
  return `(${[
    ...ids.map((id) => `${id}: string`),
    ...(hasRequest ? [`request${isRequired ? '' : '?'}: ${request.join(' & ')}`] : []),
    'options?: RequestOptions',
  ].join(', ')}) => ${answer(api, emitter, operation)}`;
}

function answer(api: OpenApi, emitter: TypeEmitter, operation: DocumentedOperation): string {
  const bodies = operation.answers.map(({ status, schema }) => {
    if (!schema) return 'void';
    const where = `${operation.operationId} ${status}`;
    if (!isList(operation)) return emitter.typeOf(schema, where);
    const items = resolve(api, schema).properties?.data?.items;
    if (!items) throw new Error(`${operation.operationId} answers no list.`);
    return emitter.typeOf(items, where);
  });
  return `${isList(operation) ? 'Listing' : 'ApiPromise'}<${[...new Set(bodies)].join(' | ')}>`;
}

function exampleCall(api: OpenApi, operation: DocumentedOperation): string {
  const { ids, query, body } = exampleRequest(api, operation);
  const request = { ...query, ...Object(body) };
  const args = [...ids, ...(Object.keys(request).length > 0 ? [request] : [])];
  const { resource, method } = operation;
  return `() => client.${resource}.${method}(${args.map((value) => JSON.stringify(value)).join(', ')})`;
}

function exampleAnswers(api: OpenApi, operation: DocumentedOperation): string {
  const bodies = operation.answers.flatMap(({ schema }) => (schema ? [exampleOf(api, schema)] : []));
  return JSON.stringify(isList(operation) ? bodies.flatMap((body) => Object(body).data) : bodies);
}
