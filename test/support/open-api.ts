import { existsSync, readFileSync } from 'node:fs';

/** The part of an OpenAPI schema that the checks use. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly pattern?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly additionalProperties?: boolean;
  readonly discriminator?: { readonly propertyName: string; readonly mapping: Readonly<Record<string, string>> };
  readonly example?: unknown;
  readonly default?: unknown;
  /** Our extension: a TypeScript type that the other keywords cannot express. */
  readonly 'x-typescript'?: string;
}

/** Body of a request or a response. */
export interface Content {
  /** Has no JSON if the body is empty. */
  readonly content: { readonly 'application/json'?: { readonly schema: Schema } };
}

/** A parameter of a path, a query or the headers. */
export interface ApiParameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Schema;
}

export interface ApiOperation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly description: string;
  readonly parameters: readonly ApiParameter[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>; // a 204 has no JSON
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Returns Frame.io's OpenAPI document; `undefined` if the file does not exist. */
export function readOpenApi(): OpenApi | undefined {
  const file = new URL('../../../shared/reference/frameio-v4-openapi.json', import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** Returns a schema with its reference resolved and its `allOf` merged. */
export function resolve(api: OpenApi, schema: Schema): Schema {
  const target = schema.$ref === undefined ? schema : api.components.schemas[schema.$ref.split('/').at(-1) ?? ''];
  if (!target) throw new Error(`The document does not define ${schema.$ref}.`);
  const parts = (target.allOf ?? []).map((part) => resolve(api, part));
  return {
    ...Object.assign({}, ...parts),
    ...target,
    properties: Object.assign({}, ...[...parts, target].map(({ properties }) => properties)),
    required: [...parts, target].flatMap(({ required = [] }) => required),
  };
}

/** Returns the choices of a `oneOf`, each with the values of its discriminator. Other schemas have no choices. */
export function choicesOf(api: OpenApi, { oneOf = [], discriminator }: Schema): readonly Schema[] {
  return oneOf.map((choice) => {
    if (!discriminator) return choice;
    const mapped = Object.entries(discriminator.mapping).filter(([, target]) => target === choice.$ref);
    const own: Schema = { type: 'string', enum: mapped.map(([value]) => value) };
    const resolved = resolve(api, choice);
    return { ...resolved, properties: { ...resolved.properties, [discriminator.propertyName]: own } };
  });
}

const PATTERN_OF_FORMAT: Partial<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/,
  'HH:MM:SS:FF': /^\d{2}(:\d{2}){3}$/,
};

/**
 * Returns where a value differs from its schema. A property that the schema does not name is a difference, even if the
 * schema allows it: a stub must not invent properties.
 */
export function differences(api: OpenApi, value: unknown, unresolved: Schema, where = 'body'): readonly string[] {
  const schema = resolve(api, unresolved);
  const { properties = {}, required = [], items } = schema;
  if (schema.oneOf) {
    const tries = choicesOf(api, schema).map((choice) => differences(api, value, choice, where));
    return tries.some((found) => found.length === 0) ? [] : tries.flat();
  }
  if (isOpen(schema)) return [];
  if (value === null) return schema.nullable ? [] : [`${where} is null`];
  if (Array.isArray(value)) {
    if (schema.type !== 'array' || !items) return [`${where} is a list`];
    return [
      ...outside(where, value.length, schema.minItems, schema.maxItems),
      ...(schema.uniqueItems && new Set(value).size < value.length ? [`${where} has duplicate items`] : []),
      ...value.flatMap((item, index) => differences(api, item, items, `${where}[${index}]`)),
    ];
  }
  if (typeof value === 'object') {
    if (schema.type !== 'object') return [`${where} is an object`];
    const missing = required.filter((name) => !Object.hasOwn(value, name));
    return [
      ...outside(where, Object.keys(value).length, schema.minProperties, schema.maxProperties),
      ...missing.map((name) => `${where}.${name} is missing`),
      ...Object.entries(value).flatMap(([name, inner]) => {
        const property = properties[name];
        return property
          ? differences(api, inner, property, `${where}.${name}`)
          : [`${where}.${name} is not in the schema`];
      }),
    ];
  }
  return matches(value, schema) ? [] : [`${where} is ${JSON.stringify(value)}, not ${JSON.stringify(schema)}`];
}

/** Returns whether the schema allows any content. */
function isOpen({ type, properties = {}, additionalProperties = true }: Schema): boolean {
  return type === undefined || (type === 'object' && additionalProperties && Object.keys(properties).length === 0);
}

function outside(where: string, count: number, minimum = 0, maximum = Infinity): readonly string[] {
  return count >= minimum && count <= maximum ? [] : [`${where} has ${count}, not ${minimum} to ${maximum}`];
}

function matches(value: unknown, { type, format = '', minimum = -Infinity, maximum = Infinity, ...schema }: Schema) {
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (typeof value === 'string' && type === 'string') {
    const { minLength = 0, maxLength = Infinity, pattern = '' } = schema;
    if (value.length < minLength || value.length > maxLength || !new RegExp(pattern).test(value)) return false;
    return (PATTERN_OF_FORMAT[format] ?? /^/).test(value);
  }
  if (typeof value === 'number' && (type === 'integer' || type === 'number')) {
    return (type === 'number' || Number.isInteger(value)) && value >= minimum && value <= maximum;
  }
  return typeof value === type;
}
