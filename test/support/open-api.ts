import { existsSync, readFileSync } from 'node:fs';

/** The part of an OpenAPI schema that the checks look at. */
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
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean;
}

interface Content {
  readonly content: { readonly 'application/json': { readonly schema: Schema } };
}

export interface ApiOperation {
  readonly operationId: string;
  readonly description: string;
  readonly parameters: readonly { readonly name: string; readonly in: string; readonly schema: Schema }[];
  readonly requestBody?: Content;
  readonly responses: Readonly<Record<string, Content>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, ApiOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

/** Frame.io's OpenAPI document; `undefined` where it has not been put beside the project. */
export function readOpenApi(): OpenApi | undefined {
  const file = new URL('../../../shared/reference/frameio-v4-openapi.json', import.meta.url);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** A schema with its references followed and its parts put together. */
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

const PATTERN_OF_FORMAT: Partial<Record<string, RegExp>> = {
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  'date-time': /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/,
  'HH:MM:SS:FF': /^\d{2}(:\d{2}){3}$/,
};

/**
 * Where a value differs from its schema. Properties the schema does not name count as differences everywhere: most
 * schemas would allow them, but a stand-in has no business to make any up.
 */
export function differences(api: OpenApi, value: unknown, unresolved: Schema, where = 'body'): readonly string[] {
  const schema = resolve(api, unresolved);
  const { oneOf, properties = {}, required = [], items } = schema;
  if (oneOf) {
    const tries = oneOf.map((choice) => differences(api, value, choice, where));
    return tries.some((found) => found.length === 0) ? [] : tries.flat();
  }
  if (value === null) return schema.nullable ? [] : [`${where} is null`];
  if (Array.isArray(value)) {
    if (schema.type !== 'array' || !items) return [`${where} is a list`];
    return value.flatMap((item, index) => differences(api, item, items, `${where}[${index}]`));
  }
  if (typeof value === 'object') {
    if (schema.type !== 'object') return [`${where} is an object`];
    const missing = required.filter((name) => !Object.hasOwn(value, name));
    return [
      ...missing.map((name) => `${where}.${name} is missing`),
      ...Object.entries(value).flatMap(([name, inner]) => {
        const property = properties[name];
        return property ? differences(api, inner, property, `${where}.${name}`) : [`${where}.${name} is made up`];
      }),
    ];
  }
  return isSuch(value, schema) ? [] : [`${where} is ${JSON.stringify(value)}, not ${JSON.stringify(schema)}`];
}

function isSuch(value: unknown, { type, format = '', minimum = -Infinity, maximum = Infinity, ...schema }: Schema) {
  if (schema.enum && !schema.enum.includes(value)) return false;
  if (type === 'integer') return Number.isInteger(value) && Number(value) >= minimum && Number(value) <= maximum;
  if (type === 'string') return typeof value === 'string' && (PATTERN_OF_FORMAT[format] ?? /^/).test(value);
  return typeof value === type;
}
