/** A value that JSON keeps as it is. */
export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [key: string]: JsonValue };

/** Maximum depth of a value. `JSON.stringify` fails at some thousand levels. */
const MAX_DEPTH = 500;

/**
 * Finds the first part of a value that JSON would lose or change: `undefined`, a function, `NaN`, a `Date`, a cycle.
 *
 * @param path - Name of the value, such as `payload`.
 * @returns Where and what it is, such as `payload.due is a Date`, or `undefined` if the value is JSON.
 */
export function findNonJson(value: unknown, path: string, parents: readonly unknown[] = []): string | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return undefined;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : `${path} is ${value}`;
  if (typeof value !== 'object') return `${path} is ${value === undefined ? 'undefined' : `a ${typeof value}`}`;
  if (parents.includes(value)) return `${path} contains itself`;
  if (parents.length > MAX_DEPTH) return `its depth is more than ${MAX_DEPTH}`;
  if (!Array.isArray(value) && !isPlainObject(value)) return `${path} is a ${value.constructor.name}`;
  // `entries` of an array includes the elements that were never set.
  for (const [key, entry] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const found = findNonJson(entry, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, [...parents, value]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether an object is a literal, also one of another realm, such as a parsed response in some test runners. */
function isPlainObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}
