import type { VariableType } from './manifest.ts';

/** Parses the text of an environment variable. Returns `undefined` for text that is not a value of the type. */
export function parseVariable(text: string, type: VariableType): string | number | boolean | undefined {
  if (type === 'string') return text;
  const trimmed = text.trim();
  if (type === 'number') return Number.isFinite(Number(trimmed)) ? Number(trimmed) : undefined;
  return trimmed === 'true' ? true : trimmed === 'false' ? false : undefined;
}

/** Describes the values of a type, for an error. */
export function describeType(type: VariableType): string {
  return { string: 'a text', number: 'a number', boolean: 'true or false' }[type];
}
