import { ApiResponseError } from '../errors/no-response-errors.ts';
import { type ApiPromise, type ApiResponse, apiPromise } from './api-promise.ts';
import type { ApiRequest, ApiSender } from './api-request.ts';

/** Links from one page of a list to others. */
export interface PageLinks {
  /** Path of the next page, with its cursor as the only parameter. `null` on the last page. */
  readonly next: string | null;
}

/** One page of a list, as Frame.io sends it. */
interface ListBody<Item> {
  readonly data: readonly Item[];
  readonly links?: PageLinks | null;
  readonly total_count?: number | null;
}

/** One page of a list. Iterate it to get its items and those of all later pages. */
export class Page<Item> implements AsyncIterable<Item> {
  /** Items of this page. */
  readonly data: readonly Item[];
  readonly links: PageLinks;
  /** Number of items in the whole list, if the request sets `include_total_count`. */
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

  /** Returns whether there is a page after this one. */
  hasNextPage(): boolean {
    return Boolean(this.links.next);
  }

  /**
   * Returns the page after this one, or `undefined` on the last. The request repeats all parameters of the first one,
   * because the link holds only the cursor (guide "Getting Started", Pagination).
   *
   * @throws ApiResponseError if the link has no cursor, or leads back to this page; what every call throws.
   */
  async nextPage(): Promise<Page<Item> | undefined> {
    const { next } = this.links;
    if (!next) return undefined;
    const { query, options } = this.#request;
    const after = cursorOf(next, this.#request);
    if (after === { ...query, ...options?.queryParams }.after) {
      throw invalidPage(this.#request, 'returned a page that links to itself as the next page.');
    }
    const queryParams = { ...options?.queryParams, after }; // these override `query`
    return (await fetchPage<Item>(this.#sender, { ...this.#request, options: { ...options, queryParams } })).data;
  }

  /** Does the same as `nextPage`, under the name of the official SDK. */
  getNextPage(): Promise<Page<Item> | undefined> {
    return this.nextPage();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for (let page: Page<Item> | undefined = this; page; page = await page.nextPage()) yield* page.data;
  }
}

/** Promise that a list call returns. Await it to get one page, or iterate it to get every item, one page at a time. */
export type PagePromise<Item> = ApiPromise<Page<Item>> & AsyncIterable<Item>;

/** Sends the request for the first page and returns its promise. */
export function pagePromise<Item>(sender: ApiSender, request: ApiRequest): PagePromise<Item> {
  const firstPage = apiPromise(fetchPage<Item>(sender, request));
  return Object.assign(firstPage, {
    async *[Symbol.asyncIterator]() {
      yield* await firstPage;
    },
  });
}

async function fetchPage<Item>(sender: ApiSender, request: ApiRequest): Promise<ApiResponse<Page<Item>>> {
  const response = await sender.send<ListBody<Item>>(request);
  if (!Array.isArray(response.data?.data)) throw invalidPage(request, 'returned a body without a list in data.');
  return { ...response, data: new Page(response.data, sender, request) };
}

function cursorOf(link: string, request: ApiRequest): string {
  const cursor = new URL(link, 'https://api.frame.io').searchParams.get('after');
  if (cursor === null) throw invalidPage(request, 'returned a link to the next page without the cursor `after`.');
  return cursor;
}

function invalidPage({ operation, method, path }: ApiRequest, what: string): ApiResponseError {
  return new ApiResponseError({ operation, method, path, isOutcomeUnknown: true }, what);
}
