import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLambdaRequest } from '../../../lib/endpoint/lambda-request.ts';

const MAX = 1_000;

const readRequest = (event: unknown) => readLambdaRequest(event, Date.now());

async function read(event: unknown) {
  const request = readRequest(event);
  const reading = await request.readBody(MAX);
  if (!reading.ok) return reading.outcome;
  const headers = Object.fromEntries(['x-a', 'a', 'b', 'c', 'e'].map((name) => [name, request.headers.get(name)]));
  return { method: request.method, headers, body: reading.body.toString() };
}

describe('readLambdaRequest', () => {
  const body = '{"name":"Übung"}';
  it.each([
    {
      name: 'API Gateway with payload v2, or of a function URL',
      event: { version: '2.0', requestContext: { http: { method: 'POST' } }, headers: { 'x-a': '1' }, body },
    },
    {
      name: 'API Gateway with payload v1',
      event: { version: '1.0', httpMethod: 'POST', headers: { 'X-A': '1' }, multiValueHeaders: { 'X-A': ['1'] }, body },
    },
    {
      name: 'a load balancer with multi-value headers',
      event: { httpMethod: 'POST', requestContext: { elb: {} }, multiValueHeaders: { 'x-a': ['1'] }, body },
    },
    {
      name: 'API Gateway with a body in base64',
      event: {
        requestContext: { http: { method: 'POST' } },
        headers: { 'X-a': '1' },
        body: Buffer.from(body).toString('base64'),
        isBase64Encoded: true,
      },
    },
  ])('reads the event of $name', async ({ event }) => {
    expect(await read(event)).toEqual({ method: 'POST', headers: { 'x-a': '1' }, body });
  });
});

describe('the method', () => {
  it.each([
    { name: 'payload v2', event: { requestContext: { http: { method: 'PUT' } }, httpMethod: 'GET' }, method: 'PUT' },
    { name: 'payload v1', event: { requestContext: {}, httpMethod: 'GET' }, method: 'GET' },
    { name: 'no method', event: { requestContext: { http: {} } }, method: 'POST' },
    { name: 'no context', event: undefined, method: 'POST' },
  ])('is $method with $name', ({ event, method }) => {
    expect(readRequest(event).method).toBe(method);
  });
});

describe('the id of a request', () => {
  it.each([
    { requestContext: { requestId: 'JKJaXmPLvHcESHA=' }, requestId: 'JKJaXmPLvHcESHA=' },
    { requestContext: { requestId: 7 }, requestId: undefined },
    { requestContext: undefined, requestId: undefined },
  ])('is $requestId for the context $requestContext', ({ requestContext, requestId }) => {
    expect(readRequest({ requestContext }).requestId).toBe(requestId);
  });
});

describe.each(['timeEpoch', 'requestTimeEpoch'])('the time of a request (%s)', (field) => {
  const NOW = 1_795_000_000_000;
  it.each([
    { name: 'the time of API Gateway', time: NOW - 4_500, receivedAt: NOW - 4_500 },
    { name: 'the time of API Gateway until ten seconds later', time: NOW - 9_999, receivedAt: NOW - 9_999 },
    { name: 'now if the time is ten seconds old, because the event is replayed', time: NOW - 10_000, receivedAt: NOW },
    { name: 'now if the time is in the future', time: NOW + 1, receivedAt: NOW },
    { name: 'now if the time is no number', time: String(NOW - 1), receivedAt: NOW },
  ])('is $name', ({ time, receivedAt }) => {
    expect(readLambdaRequest({ requestContext: { [field]: time } }, NOW).receivedAt).toBe(receivedAt);
  });
});

describe('headers', () => {
  it('keep every value of a repeated name', async () => {
    const event = { headers: { 'x-a': '2' }, multiValueHeaders: { 'x-a': ['1', '2'] } };
    expect(await read(event)).toMatchObject({ headers: { 'x-a': '1,2' } });
  });

  it('keep a name that only one of the two fields has', async () => {
    const event = { headers: { 'x-a': '1' }, multiValueHeaders: { b: ['2'] } };
    expect(await read(event)).toMatchObject({ headers: { 'x-a': '1', b: '2' } });
  });

  it('omit values that are not strings', async () => {
    const event = { headers: { a: null, b: 3, c: { d: 1 }, e: 'yes', E: 4 }, multiValueHeaders: { 'X-A': [5, 'no'] } };
    expect(await read(event)).toMatchObject({
      headers: { a: undefined, b: undefined, c: undefined, e: 'yes', 'x-a': 'no' },
    });
  });
});

it.each([{}, { body: null }, { body: 7 }])('reads %j as an empty body', (event) => {
  expect(readRequest(event).readBody(MAX)).toEqual({ ok: true, body: '' });
});

it('reads half of a surrogate pair as the bytes of U+FFFD', () => {
  const reading = readRequest({ body: 'r\uD800' }).readBody(MAX);
  expect(reading).toEqual({ ok: true, body: Buffer.from('r\uFFFD') });
});

describe('readLambdaRequest with a body limit', () => {
  it.each([
    { name: 'accepts the longest allowed body', event: { body: 'a'.repeat(MAX) }, expected: { body: 'a'.repeat(MAX) } },
    { name: 'refuses a body that is one byte longer', event: { body: 'a'.repeat(MAX + 1) }, expected: 'too_large' },
    { name: 'counts bytes, not characters', event: { body: 'ü'.repeat(MAX / 2 + 1) }, expected: 'too_large' },
    {
      name: 'refuses a base64 body that is one byte longer',
      event: { body: Buffer.alloc(MAX + 1).toString('base64'), isBase64Encoded: true },
      expected: 'too_large',
    },
    {
      name: 'accepts the longest allowed base64 body',
      event: { body: Buffer.alloc(MAX, 'a').toString('base64'), isBase64Encoded: true },
      expected: { body: 'a'.repeat(MAX) },
    },
  ])('$name', async ({ event, expected }) => {
    if (typeof expected === 'string') expect(await read(event)).toBe(expected);
    else expect(await read(event)).toMatchObject(expected);
  });
});

it('reads any event without throwing', () => {
  fc.assert(fc.property(fc.anything(), (event) => void readRequest(event).readBody(MAX)));
  fc.assert(
    fc.property(
      fc.record(
        {
          headers: fc.anything(),
          multiValueHeaders: fc.anything(),
          body: fc.anything(),
          isBase64Encoded: fc.anything(),
          httpMethod: fc.anything(),
          requestContext: fc.anything(),
        },
        { requiredKeys: [] },
      ),
      (event) => void readRequest(event).readBody(MAX),
    ),
  );
});
