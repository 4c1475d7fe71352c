import type { FieldRule, FieldRules, FieldValues } from '../validation/field-rules.ts';

const NAME = { type: 'string', minLength: 1, maxLength: 255 } as const satisfies FieldRule;
const URL_TEXT = { type: 'string', minLength: 1, maxLength: 2_000 } as const satisfies FieldRule;

/** Frame.io does not document whether it knows the names. Here a name without events never has a delivery. */
const EVENTS = {
  type: 'array',
  items: { type: 'string' },
  minItems: 1,
  uniqueItems: true,
} as const satisfies FieldRule;

const NEW_WEBHOOK = {
  name: { ...NAME, required: true },
  events: { ...EVENTS, required: true },
  url: { ...URL_TEXT, required: true },
} as const satisfies FieldRules;

const WEBHOOK_CHANGE = {
  active: { type: 'boolean' },
  name: NAME,
  events: EVENTS,
  url: URL_TEXT,
} as const satisfies FieldRules;

/** Fields of a new webhook. */
export type NewWebhook = FieldValues<typeof NEW_WEBHOOK>;

/** Fields of a webhook to change. */
export type WebhookChange = FieldValues<typeof WEBHOOK_CHANGE>;

/** Body of `webhooks.create` (OpenAPI document, `WebhookCreateParams`). */
export const CREATE_WEBHOOK = {
  data: { type: 'object', fields: NEW_WEBHOOK, closed: true, required: true },
} as const satisfies FieldRules;

/** Body of `webhooks.update` (OpenAPI document, `WebhookUpdateParams`). */
export const UPDATE_WEBHOOK = {
  data: { type: 'object', fields: WEBHOOK_CHANGE, closed: true, required: true },
} as const satisfies FieldRules;
