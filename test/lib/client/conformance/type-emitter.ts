import { choicesOf, type OpenApi, resolve, type Schema } from '../../../support/open-api.ts';

/** Turns schemas into TypeScript. References stay names, which `declarations` declares. */
export class TypeEmitter {
  readonly #api: OpenApi;
  readonly #instead: ReadonlyMap<string, string>;
  /** The document's types where another was to be put instead. */
  readonly replaced = new Map<string, string>();

  /** @param instead - Types to put in the place of the document's, by where they are: `Webhook.events`. */
  constructor(api: OpenApi, instead: ReadonlyMap<string, string>) {
    this.#api = api;
    this.#instead = instead;
  }

  /** A type for every schema of the document. */
  declarations(): string {
    const schemas = Object.entries(this.#api.components.schemas);
    return schemas.map(([name, schema]) => `export type ${name} = ${this.typeOf(schema, name)};\n`).join('');
  }

  /** @param where - Name of the schema or operation, and the way from there. */
  typeOf(schema: Schema, where: string): string {
    const documented = this.#documented(schema, where);
    const instead = this.#instead.get(where) ?? documented;
    if (instead !== documented) this.replaced.set(where, documented);
    return instead;
  }

  #documented(schema: Schema, where: string): string {
    const name = nameIn(schema);
    const type = name ?? this.#written(resolve(this.#api, schema), where);
    return schema.nullable ? `${type} | null` : type;
  }

  #written(schema: Schema, where: string): string {
    if (schema.oneOf) return this.#union(schema, where);
    if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
    const { type = 'unknown', items, properties = {} } = schema;
    if (type === 'array' && items) return `readonly (${this.typeOf(items, `${where}[]`)})[]`;
    if (type === 'integer') return 'number';
    return type === 'object' ? this.properties(properties, where, schema.required) : type;
  }

  /** An object type. */
  properties(properties: Readonly<Record<string, Schema>>, where: string, required: readonly string[] = []): string {
    const members = Object.entries(properties).map(([name, property]) => {
      const mark = required.includes(name) ? '' : '?';
      return `readonly ${JSON.stringify(name)}${mark}: ${this.typeOf(property, `${where}.${name}`)};`;
    });
    return `{ ${members.join(' ')} }`;
  }

  /** Choices with a discriminator are written out, each with its own values of it. */
  #union(schema: Schema, where: string): string {
    const choices = choicesOf(this.#api, schema);
    return choices
      .map((choice, index) => this.typeOf(choice, nameIn(schema.oneOf?.[index] ?? {}) ?? `${where}|${index}`))
      .join(' | ');
  }
}

/** The name a schema is nothing else than. */
function nameIn({ $ref, allOf = [], properties }: Schema): string | undefined {
  const only = allOf.length === 1 && !properties ? allOf[0]?.$ref : undefined;
  return ($ref ?? only)?.split('/').at(-1);
}
