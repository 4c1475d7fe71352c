import { ApiResponseError } from './api-errors.ts';
import { type ApiPromise, type ApiResponse, apiPromise } from './api-promise.ts';
import type { ApiRequest, ApiSender } from './api-request.ts';

/** Where a list goes on. */
export interface PageLinks {
  /** Path of the next page, with nothing but its cursor; null on the last. */
  readonly next: string | null;
}

/** One page of a list as Frame.io sends it. */
interface ListBody<Item> {
  readonly data: readonly Item[];
  readonly links?: PageLinks | null;
  readonly total_count?: number | null;
}

/** One page of a list. Iterate it for its items and those of all pages after it. */
export class Page<Item> implements AsyncIterable<Item> {
  readonly data: readonly Item[];
  readonly links: PageLinks;
  /** Items of the whole list, when asked for with `include_total_count`. */
  readonly total_count: number | null | undefined;
  readonly #sender: ApiSender;
  readonly #request: ApiRequest;

  constructor({ data, links, total_count }: ListBody<Item>, sender: ApiSender, request: ApiRequest) {
    this.data = data;
    this.links = links ?? { next: null };
    this.total_count = total_count;
    this.#sender = sender;
    this.#request = request;
  }

  /** Whether there is a page after this one. */
  hasNextPage(): boolean {
    return Boolean(this.links.next);
  }

  /**
   * The page after this one; `undefined` on the last. All else that was asked for is asked for again, as the link holds
   * only the cursor (guide "Getting Started", Pagination).
   */
  async nextPage(): Promise<Page<Item> | undefined> {
    const { next } = this.links;
    if (!next) return undefined;
    const { query, options } = this.#request;
    const after = cursorIn(next, this.#request);
    // A list that leads back to its own page would never end.
    if (after === { ...query, ...options?.queryParams }.after) throw unreadable(this.#request, 'is its own next page.');
    const queryParams = { ...options?.queryParams, after }; // these win over the query
    return (await fetchPage<Item>(this.#sender, { ...this.#request, options: { ...options, queryParams } })).data;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for (let page: Page<Item> | undefined = this; page; page = await page.nextPage()) yield* page.data;
  }
}

/** A list call: `await` it for one page, or iterate it for every item; further pages are asked for when reached. */
export type Listing<Item> = ApiPromise<Page<Item>> & AsyncIterable<Item>;

/** Asks for the first page at once. */
export function listing<Item>(sender: ApiSender, request: ApiRequest): Listing<Item> {
  const firstPage = apiPromise(fetchPage<Item>(sender, request));
  return Object.assign(firstPage, {
    async *[Symbol.asyncIterator]() {
      yield* await firstPage;
    },
  });
}

async function fetchPage<Item>(sender: ApiSender, request: ApiRequest): Promise<ApiResponse<Page<Item>>> {
  const response = await sender.send<ListBody<Item>>(request);
  if (!Array.isArray(response.data?.data)) throw unreadable(request, 'answered with something that is no list.');
  return { ...response, data: new Page(response.data, sender, request) };
}

function cursorIn(link: string, request: ApiRequest): string {
  const cursor = new URL(link, 'https://api.frame.io').searchParams.get('after');
  if (cursor === null) throw unreadable(request, 'has a next page, but its link holds no cursor.');
  return cursor;
}

function unreadable({ operation, method, path }: ApiRequest, what: string): ApiResponseError {
  return new ApiResponseError({ operation, method, path, maybeSent: true }, what);
}
