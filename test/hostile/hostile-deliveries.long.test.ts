import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { hostileDeliveries } from 'frameio-lambda/testing';
import { EndpointUnderTest, response, UNAUTHORIZED } from '../support/endpoint-under-test.ts';
import { REQUEST_TARGETS } from './request-targets.ts';

/** The whole response of each status that is the same for all cases. */
const RESPONSES: Partial<Record<number, object>> = {
  400: response(400, 'invalid_event'),
  401: UNAUTHORIZED,
  405: { statusCode: 405, headers: { allow: 'POST' }, body: '' },
  413: { statusCode: 413, headers: {}, body: '' },
  415: response(415, 'unsupported_encoding'),
};

describe.each(REQUEST_TARGETS)('$name:', ({ options }) => {
  let endpoint: EndpointUnderTest;
  beforeAll(async () => {
    endpoint = await EndpointUnderTest.start(undefined, options);
  });
  afterAll(() => endpoint.stop());

  it.each(hostileDeliveries())('answers $status to $name', async ({ name, status, isHandled, event }) => {
    const [comments, calls] = [endpoint.commentCount, endpoint.apiCalls.length];
    const request = event(endpoint.genuineParts({ case: name }));
    endpoint.remember(request);
    const answer = await endpoint.invoke(request);
    expect(answer).toMatchObject({ statusCode: status });
    if (RESPONSES[status]) expect(answer).toEqual(RESPONSES[status]);
    if (isHandled) expect(answer).toEqual(endpoint.accepted);
    else expect(endpoint.apiCalls).toHaveLength(calls);
    expect(endpoint.commentCount).toBe(comments + (isHandled ? 1 : 0));
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect(endpoint.leaks).toEqual([]);
  });

  it('answers 200 to an unknown type, so that Frame.io does not retry', async () => {
    const before = endpoint.commentCount;
    const event = endpoint.genuine({ body: endpoint.body({ type: 'file.archived' }) });
    const dialog = { title: 'Not available', description: 'This action is no longer available.' };
    const unhandled = options.requests === 'action' ? dialog : { outcome: 'unhandled' };
    expect(await endpoint.invoke(event)).toEqual({ ...response(200, ''), body: JSON.stringify(unhandled) });
    expect(endpoint.commentCount).toBe(before);
  });
});

it('gives each case a name of its own', () => {
  const names = hostileDeliveries().map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
