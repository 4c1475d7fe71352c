import { ApiResponseError } from '../errors.ts';
import type { ApiRequest, Query, Transport } from './transport.ts';

/** One page of a list as Frame.io sends it. */
interface ListBody<Item> {
  readonly data: readonly Item[];
  readonly links?: { readonly next?: string | null };
  readonly total_count?: number | null;
}

/** One page of a list. */
export interface Page<Item> extends ListBody<Item> {
  /** The page after this one; `undefined` on the last. */
  nextPage(): Promise<Page<Item> | undefined>;
}

/** A list call: `await` it for one page, or iterate it for every item; further pages are asked for when reached. */
export type Listing<Item> = Promise<Page<Item>> & AsyncIterable<Item>;

/** Asks for the first page at once. */
export function listing<Item>(transport: Transport, request: ApiRequest): Listing<Item> {
  const firstPage = fetchPage<Item>(transport, request);
  return Object.assign(firstPage, {
    async *[Symbol.asyncIterator]() {
      for (let page: Page<Item> | undefined = await firstPage; page; page = await page.nextPage()) yield* page.data;
    },
  });
}

async function fetchPage<Item>(transport: Transport, request: ApiRequest): Promise<Page<Item>> {
  const body = await transport.request<ListBody<Item>>(request);
  return {
    ...body,
    nextPage: async () => {
      const next = body.links?.next;
      return next
        ? await fetchPage<Item>(transport, { ...request, query: withCursor(request.query, next) })
        : undefined;
    },
  };
}

/** The link holds only the cursor: what else was asked for must be asked for again (guide, Pagination). */
function withCursor(query: Query = {}, next: string): Query {
  const after = new URL(next, 'https://api.frame.io').searchParams.get('after');
  if (after === null) throw new ApiResponseError('The list has a next page, but its link holds no cursor.');
  return { ...query, after };
}
