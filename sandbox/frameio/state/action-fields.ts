import type { FieldRule, FieldRules, FieldValues } from '../validation/field-rules.ts';

const SHORT_TEXT = { type: 'string', minLength: 1, maxLength: 255 } as const satisfies FieldRule;
const URL_TEXT = { type: 'string', minLength: 1, maxLength: 2_000 } as const satisfies FieldRule;

const OPTIONAL = {
  multi_asset: { type: 'boolean' },
  timeout: { type: 'integer', minimum: 5, maximum: 10 },
} as const satisfies FieldRules;

const NEW_ACTION = {
  name: { ...SHORT_TEXT, required: true },
  description: { ...SHORT_TEXT, required: true },
  event: { ...SHORT_TEXT, required: true },
  url: { ...URL_TEXT, required: true },
  ...OPTIONAL,
} as const satisfies FieldRules;

const ACTION_CHANGE = {
  active: { type: 'boolean' },
  name: SHORT_TEXT,
  description: SHORT_TEXT,
  event: SHORT_TEXT,
  url: URL_TEXT,
  ...OPTIONAL,
} as const satisfies FieldRules;

/** Fields of a new custom action. */
export type NewAction = FieldValues<typeof NEW_ACTION>;

/** Fields of a custom action to change. */
export type ActionChange = FieldValues<typeof ACTION_CHANGE>;

/** Body of `customActions.actionsCreate` (OpenAPI document, `ActionCreateParams`). */
export const CREATE_ACTION = {
  data: { type: 'object', fields: NEW_ACTION, closed: true, required: true },
} as const satisfies FieldRules;

/** Body of `customActions.actionsUpdate` (OpenAPI document, `ActionUpdateParams`). */
export const UPDATE_ACTION = {
  data: { type: 'object', fields: ACTION_CHANGE, closed: true, required: true },
} as const satisfies FieldRules;
