import type { TextRule } from './field-rules.ts';

type Format = NonNullable<TextRule['format']>;

/** A UUID in lower case. */
export const UUID_FORMAT = {
  name: 'a UUID',
  pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/,
} as const satisfies Format;

/** A UUID, or the id of an asset in Adobe's storage (OpenAPI document, `FrameOrAdobeId`). */
export const ID_FORMAT = {
  name: 'a UUID',
  pattern: new RegExp(`${UUID_FORMAT.pattern.source}|^adobe:.+$`),
} as const satisfies Format;

const DATE = String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])`;
const TIME = String.raw`T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})`;

/** Date and time with a time zone (RFC 3339). */
export const DATE_TIME_FORMAT = {
  name: ':date-time',
  pattern: new RegExp(`^${DATE}${TIME}$`),
} as const satisfies Format;

/** A date without a time. */
export const DAY_FORMAT = { name: ':date', pattern: new RegExp(`^${DATE}$`) } as const satisfies Format;

/** A date, with or without a time. */
export const DATE_FORMAT = { name: 'a date', pattern: new RegExp(`^${DATE}(?:${TIME})?$`) } as const satisfies Format;
