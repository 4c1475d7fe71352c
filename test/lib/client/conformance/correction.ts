import { type OpenApi, resolve, type Schema } from '../../../support/open-api.ts';

/** Places where the client knows better than the document. */
export interface Correction {
  /** Name of a schema, and the properties from there: `Webhook.events`. */
  readonly at: readonly string[];
  /** What is said there instead; the rest of it stays. */
  readonly instead: Schema;
  readonly because: string;
}

/** The document with other words in some places. */
export function corrected(api: OpenApi, corrections: readonly Correction[]): OpenApi {
  return corrections.flatMap(({ at, instead }) => at.map((place) => ({ place, instead }))).reduce(correctPlace, api);
}

function correctPlace(api: OpenApi, { place, instead }: { readonly place: string; readonly instead: Schema }): OpenApi {
  const [name = '', ...properties] = place.split('.');
  const schemas = { ...api.components.schemas, [name]: change(api, api.components.schemas[name], properties, instead) };
  return { ...api, components: { ...api.components, schemas } };
}

function change(api: OpenApi, schema: Schema | undefined, [name, ...rest]: readonly string[], instead: Schema): Schema {
  if (!schema) throw new Error('A correction is at a place that the document does not have.');
  if (name === undefined) return { ...schema, ...instead };
  const whole = resolve(api, schema);
  return {
    ...whole,
    properties: { ...whole.properties, [name]: change(api, whole.properties?.[name], rest, instead) },
  };
}
