import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { EndpointUnderTest, response } from '../support/endpoint-under-test.ts';

let endpoint: EndpointUnderTest;
beforeEach(async () => {
  endpoint = await EndpointUnderTest.start();
});
afterEach(() => endpoint.stop());

it('runs the handler within the request', async () => {
  expect(await endpoint.invoke(endpoint.genuine())).toEqual(response(200, 'completed'));
  expect(endpoint.commentCount).toBe(1);
  expect(endpoint.apiCalls.map(({ method, status }) => `${method} ${status}`)).toEqual(['GET 200', 'POST 201']);
});

it.each<[number, number, string]>([
  [403, 500, 'failed'],
  [404, 503, 'postponed'],
  [422, 500, 'failed'],
  [429, 503, 'postponed'],
  [500, 500, 'failed'],
])('makes Frame.io retry when the API answers %i: %i %s', async (status, statusCode, outcome) => {
  endpoint.apiFault = status;
  expect(await endpoint.invoke(endpoint.genuine())).toEqual(response(statusCode, outcome));
  expect(endpoint.commentCount).toBe(0);
});

it('times out when Frame.io does not respond', async () => {
  endpoint.apiFault = 'hang';
  expect(await endpoint.invoke(endpoint.genuine())).toEqual(response(503, 'timed_out'));
  expect(endpoint.logs.join('\n')).toContain('HandlerTimeoutError');
});
