import { invalid } from '../api-error.ts';
import { checkFields } from '../validation/check-fields.ts';
import type { FieldRules, FieldValues } from '../validation/field-rules.ts';
import type { ApiResponse } from './api-response.ts';

/** Query parameters of a list with at most 100 items per page. */
export const PAGE_QUERY = {
  page_size: { type: 'integer', minimum: 1, maximum: 100 },
  after: { type: 'string' },
  include_total_count: { type: 'boolean' },
} as const satisfies FieldRules;

/** Query parameters of a list of assets with at most 500 items per page. */
export const ASSET_PAGE_QUERY = {
  ...PAGE_QUERY,
  page_size: { type: 'integer', minimum: 1, maximum: 500 },
} as const satisfies FieldRules;

const DEFAULT_PAGE_SIZE = 50;

/** The end of a page. The position is used if the last item of the page has been deleted meanwhile. */
const CURSOR = {
  id: { type: 'string', required: true },
  position: { type: 'integer', minimum: 0, required: true },
} as const satisfies FieldRules;

/** Response body with one page of a list. */
export interface PageBody<Item> {
  readonly data: readonly Item[];
  readonly links: { readonly next: string | null };
  readonly total_count?: number;
}

/**
 * Returns the page of `items` that `query` selects; `undefined` when its cursor is invalid.
 *
 * @param path - Path of the list. The link to the next page holds this path and the cursor, but no other parameter.
 */
export function pageOf<Item extends { readonly id: string }>(
  items: readonly Item[],
  query: FieldValues<typeof PAGE_QUERY>,
  path: string,
): PageBody<Item> | undefined {
  const start = query.after === undefined ? 0 : startAfter(items, query.after);
  if (start === undefined) return undefined;
  const end = start + (query.page_size ?? DEFAULT_PAGE_SIZE);
  const data = items.slice(start, end);
  const last = data.at(-1);
  const cursor = last && end < items.length ? encodeCursor(last.id, end - 1) : undefined;
  return {
    data,
    links: { next: cursor === undefined ? null : `${path}?after=${encodeURIComponent(cursor)}` },
    ...(query.include_total_count && { total_count: items.length }),
  };
}

/**
 * Returns the response with the page of `items` that `query` selects. Name the type of its data:
 * `pageResponse<StoredFolder, Frameio.Folder>(...)`.
 *
 * @param format - Turns an item into what the response shows.
 * @throws ApiError with 422 when the cursor is invalid.
 */
export function pageResponse<Item extends { readonly id: string }, Data>(
  items: readonly Item[],
  { query, path }: { readonly query: FieldValues<typeof PAGE_QUERY>; readonly path: string },
  format: (item: Item) => Data,
): ApiResponse {
  const page = pageOf(items, query, path);
  if (!page) throw invalid('/after', 'Invalid cursor');
  return { status: 200, body: { ...page, data: page.data.map(format) } };
}

function startAfter(items: readonly { readonly id: string }[], after: string): number | undefined {
  const cursor = checkFields(decodeCursor(after), CURSOR);
  if (!cursor.ok) return undefined;
  const index = items.findIndex(({ id }) => id === cursor.value.id);
  return index === -1 ? cursor.value.position : index + 1;
}

function encodeCursor(id: string, position: number): string {
  return Buffer.from(JSON.stringify({ id, position })).toString('base64');
}

function decodeCursor(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    return undefined;
  }
}
