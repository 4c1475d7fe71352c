/**
 * Names in a query parameter that takes several: joined by commas, as Frame.io reads them, or as a list.
 *
 * ```ts
 * const include: CommaSeparated<'owner' | 'replies'>[] = ['owner', 'owner,replies', ['owner', 'replies']];
 * ```
 */
export type CommaSeparated<Name extends string> =
  | Name
  | `${Name},${Name}`
  | `${Name},${Name},${string}`
  | readonly Name[];

/** Which page of a list to send. */
export interface PageQuery {
  /** Items in a page: 1 to 100, and up to 500 in lists of files, folders and version stacks. @default 50 */
  readonly page_size?: number;
  /** Cursor of the page to start from. */
  readonly after?: string | null;
  /** Adds `total_count` to each page. @default false */
  readonly include_total_count?: boolean;
}

/** A value of a query parameter. What is `undefined` or `null` is left out. */
export type QueryValue = string | number | boolean | null | undefined | readonly string[] | QueryFilters;

/** Filters by name, sent as `filters[name]=value`. */
export interface QueryFilters {
  readonly [name: string]: string | number | boolean | null | undefined;
}

/** Parameters of a query string. */
export interface Query {
  readonly [name: string]: QueryValue;
}

/** @returns The query string with its question mark; nothing when there are no parameters. */
export function queryString(query: Query): string {
  const parameters = Object.entries(query).flatMap(([name, value]) => parametersOf(name, value));
  return parameters.length === 0 ? '' : `?${parameters.join('&')}`;
}

function parametersOf(name: string, value: QueryValue): string[] {
  if (value === undefined || value === null) return [];
  if (isList(value)) return value.length === 0 ? [] : parametersOf(name, value.join(','));
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => parametersOf(`${name}[${key}]`, inner));
  }
  return [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`];
}

function isList(value: QueryValue): value is readonly string[] {
  return Array.isArray(value);
}
