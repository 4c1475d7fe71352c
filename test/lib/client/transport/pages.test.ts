import { describe, expect, it } from '@jest/globals';
import type { ApiRequest, ApiSender } from '../../../../lib/client/transport/api-request.ts';
import { pagePromise } from '../../../../lib/client/transport/page.ts';
import { testClock } from '../../../support/test-clock.ts';

const REQUEST: ApiRequest = { operation: 'comments.index', method: 'GET', path: '/v4/comments' };

/** A sender that returns these bodies, one after another, and keeps the requests. */
function senderOf(...bodies: unknown[]) {
  const requests: ApiRequest[] = [];
  const sender: ApiSender = {
    clock: testClock(),
    send: async (request) => {
      requests.push(request);
      const text = JSON.stringify(bodies[requests.length - 1]);
      return { data: JSON.parse(text), status: 200, headers: {} };
    },
  };
  return { sender, requests };
}

describe('a page', () => {
  it.each([{}, { data: null }, { data: {} }, null])('rejects the body %j', async (body) => {
    await expect(pagePromise(senderOf(body).sender, REQUEST)).rejects.toMatchObject({
      code: 'api_response_invalid',
      message: 'GET /v4/comments returned a body without a list in data.',
    });
  });

  it.each([
    { name: 'without a cursor', next: '/v4/comments', message: 'returned a link to the next page without the cursor' },
    { name: 'to itself', next: '/v4/comments?after=a', message: 'returned a page that links to itself' },
  ])('rejects a link $name', async ({ next, message }) => {
    const { sender, requests } = senderOf({ data: [1], links: { next } });
    const page = await pagePromise<number>(sender, { ...REQUEST, query: { after: 'a' } });
    await expect(page.nextPage()).rejects.toThrow(message);
    expect(requests).toHaveLength(1);
  });
});
