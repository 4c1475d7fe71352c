/**
 * Names in a query parameter that takes several: one name, a text of names joined by commas, or a list.
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

/** Query parameters of a list call that select the page. */
export interface PageQuery {
  /** Items per page: 1 to 100, or up to 500 in lists of files, folders and version stacks. @default 50 */
  readonly page_size?: number;
  /** Cursor of the page to return. @default the first page */
  readonly after?: string | null;
  /** Whether each page has a `total_count`. @default false */
  readonly include_total_count?: boolean;
}

/** Value of a query parameter. The client omits parameters that are `undefined` or `null`. */
export type QueryValue = string | number | boolean | null | undefined | readonly string[] | QueryFilters;

/** Filters by name. The client sends each as `filters[name]=value`. */
export interface QueryFilters {
  readonly [name: string]: string | number | boolean | null | undefined;
}

/** Parameters of a query string. */
export interface Query {
  readonly [name: string]: QueryValue;
}

/** Returns the query string with its question mark, or an empty string if there are no parameters. */
export function queryString(query: Query): string {
  const parameters = Object.entries(query).flatMap(([name, value]) => encodeParameter(name, value));
  return parameters.length === 0 ? '' : `?${parameters.join('&')}`;
}

function encodeParameter(name: string, value: QueryValue): string[] {
  if (value === undefined || value === null) return [];
  if (isList(value)) return value.length === 0 ? [] : encodeParameter(name, value.join(','));
  if (typeof value === 'object') {
    return Object.entries(value).flatMap(([key, inner]) => encodeParameter(`${name}[${key}]`, inner));
  }
  return [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`];
}

function isList(value: QueryValue): value is readonly string[] {
  return Array.isArray(value);
}
