import { type ApiOperation, type ApiParameter, type OpenApi, resolve, type Schema } from '../../../support/open-api.ts';

/** Places where the client deliberately differs from the document. */
export interface Correction {
  /**
   * Schema and property names, such as `Webhook.events`; or an operation id and a query parameter, which the document
   * may lack, such as `folders.list?sort`.
   */
  readonly at: readonly string[];
  /** Schema fields to replace. The others stay. */
  readonly instead?: Schema;
  /** Schema fields to extend. */
  readonly besides?: Pick<Schema, 'enum' | 'properties' | 'required'>;
  readonly because: string;
}

type Change = Omit<Correction, 'at' | 'because'>;

/** Returns the document with the corrections applied. */
export function corrected(api: OpenApi, corrections: readonly Correction[]): OpenApi {
  return corrections.flatMap(({ at, ...change }) => at.map((place) => ({ place, change }))).reduce(correctPlace, api);
}

function correctPlace(api: OpenApi, { place, change }: { readonly place: string; readonly change: Change }): OpenApi {
  const [schema = '', parameter] = place.split('?');
  if (parameter !== undefined) return correctParameter(api, schema, parameter, change);
  const [name = '', ...properties] = schema.split('.');
  const schemas = { ...api.components.schemas, [name]: within(api, api.components.schemas[name], properties, change) };
  return { ...api, components: { ...api.components, schemas } };
}

function within(api: OpenApi, schema: Schema | undefined, [name, ...rest]: readonly string[], change: Change): Schema {
  if (!schema) throw new Error('The document lacks the place of a correction: remove the correction or fix its `at`.');
  if (name === undefined) return changed(schema, change);
  const whole = resolve(api, schema);
  return {
    ...whole,
    properties: { ...whole.properties, [name]: within(api, whole.properties?.[name], rest, change) },
  };
}

function changed(schema: Schema, { instead, besides: { enum: names, properties, required } = {} }: Change): Schema {
  return {
    ...schema,
    ...instead,
    ...(names && { enum: [...(schema.enum ?? []), ...names] }),
    ...(properties && { properties: { ...schema.properties, ...properties } }),
    ...(required && { required: [...(schema.required ?? []), ...required] }),
  };
}

function correctParameter(api: OpenApi, operationId: string, name: string, change: Change): OpenApi {
  const isMeant = (operation: ApiOperation) => operation.operationId === operationId;
  if (!Object.values(api.paths).some((methods) => Object.values(methods).some(isMeant))) {
    throw new Error(
      `The document lacks the operation ${operationId} of a correction: remove the correction or fix its \`at\`.`,
    );
  }
  const correctOperation = (operation: ApiOperation): ApiOperation =>
    isMeant(operation) ? { ...operation, parameters: withParameter(operation.parameters, name, change) } : operation;
  const paths = mapValues(api.paths, (methods) => mapValues(methods, correctOperation));
  return { ...api, paths };
}

function withParameter(parameters: readonly ApiParameter[], name: string, change: Change): readonly ApiParameter[] {
  const isMeant = (parameter: ApiParameter) => parameter.in === 'query' && parameter.name === name;
  const { schema, ...rest } = parameters.find(isMeant) ?? { name, in: 'query', required: false, schema: {} };
  return [...parameters.filter((parameter) => !isMeant(parameter)), { ...rest, schema: changed(schema, change) }];
}

function mapValues<Value>(
  values: Readonly<Record<string, Value>>,
  map: (value: Value) => Value,
): Record<string, Value> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, map(value)]));
}
