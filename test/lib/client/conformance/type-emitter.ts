import { choicesOf, type OpenApi, resolve, type Schema } from '../../../support/open-api.ts';

/** Returns a type declaration for every schema of the document. */
export function declarationsOf(api: OpenApi): string {
  const schemas = Object.entries(api.components.schemas);
  return schemas.map(([name, schema]) => `export type ${name} = ${typeOf(api, schema)};\n`).join('');
}

/** Returns a schema as a TypeScript type. Named schemas are referenced by name. */
export function typeOf(api: OpenApi, schema: Schema): string {
  if (schema['x-typescript']) return schema['x-typescript'];
  const type = nameOf(schema) ?? writtenOut(api, resolve(api, schema));
  return schema.nullable ? `${type} | null` : type;
}

function writtenOut(api: OpenApi, schema: Schema): string {
  const { type = 'unknown', items, properties = {}, required = [] } = schema;
  if (schema.oneOf)
    return choicesOf(api, schema)
      .map((choice) => typeOf(api, choice))
      .join(' | ');
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (type === 'array' && items) return `readonly (${typeOf(api, items)})[]`;
  if (type === 'integer') return 'number';
  if (type !== 'object') return type;
  if (schema.additionalProperties === false && Object.keys(properties).length === 0) return '{ [name: string]: never }';
  const members = Object.entries(properties).map(([name, property]) => {
    return `${JSON.stringify(name)}${required.includes(name) ? '' : '?'}: ${typeOf(api, property)}`;
  });
  return `{ ${members.join('; ')} }`;
}

/** Returns the name of the schema that this one only refers to. */
function nameOf({ $ref, allOf = [], properties }: Schema): string | undefined {
  const only = allOf.length === 1 && !properties ? allOf[0]?.$ref : undefined;
  return ($ref ?? only)?.split('/').at(-1);
}
