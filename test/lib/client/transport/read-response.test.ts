import { describe, expect, it } from '@jest/globals';
import { readResponse } from '../../../../lib/client/transport/read-response.ts';
import { readLimits, readRetryAfter } from '../../../../lib/client/transport/response-headers.ts';

const CALL = { operation: 'users.show', method: 'GET', path: '/v4/me' };
const NOW = 1_795_000_000_000;

function read({ status = 400, headers = {}, text = '' }: { status?: number; headers?: object; text?: string }) {
  return () => readResponse({ status, headers: { ...headers }, text }, CALL, NOW);
}

describe('the errors of a response', () => {
  it.each<{ name: string; body: unknown; errors: object[] }>([
    {
      name: 'with title and pointer',
      body: { errors: [{ detail: 'no', title: 'Bad', source: { pointer: '/data/text' } }] },
      errors: [{ detail: 'no', title: 'Bad', pointer: '/data/text' }],
    },
    {
      name: 'without them if they are no texts',
      body: {
        errors: [
          { detail: 'no', title: 7, source: { pointer: 7 } },
          { detail: 'yes', source: 'body' },
        ],
      },
      errors: [{ detail: 'no' }, { detail: 'yes' }],
    },
    { name: 'except those without a detail', body: { errors: ['no', null, 7, {}, { detail: 7 }] }, errors: [] },
    { name: 'as an empty list if they are no list', body: { errors: { detail: 'no' } }, errors: [] },
    { name: 'as an empty list if the body has no errors', body: { data: [] }, errors: [] },
    { name: 'as an empty list if the body is null', body: null, errors: [] },
    { name: 'as an empty list if the body is a text', body: 'errors', errors: [] },
  ])('are read $name', ({ body, errors }) => {
    expect(read({ text: JSON.stringify(body) })).toThrow(expect.objectContaining({ status: 400, errors }));
  });
});

describe('a response that is not the API’s', () => {
  it.each([
    { name: 'HTML by its type', response: { headers: { 'content-type': 'text/HTML; charset=utf-8' } } },
    { name: 'HTML by its text', response: { text: ' \n<html>Down' } },
  ])('is described with $name', ({ response }) => {
    expect(read(response)).toThrow('The body is an HTML page');
  });

  it('is not described as HTML for another text', () => {
    expect(read({ text: 'It is 3 < 4 and <' })).not.toThrow('HTML');
  });

  it.each([
    {
      name: 'with its host',
      headers: { location: 'https://login.example/a' },
      message: 'a redirect to login.example, ',
    },
    { name: 'without a host', headers: { location: '/login' }, message: 'a redirect, which' },
    { name: 'without a location', headers: {}, message: 'a redirect, which' },
  ])('is a redirect $name', ({ headers, message }) => {
    for (const status of [300, 302, 399]) {
      expect(read({ status, headers })).toThrow(
        expect.objectContaining({ code: 'api_response_invalid', message: expect.stringContaining(message) }),
      );
    }
  });
});

describe('retry-after', () => {
  it.each([
    { text: '7', ms: 7_000 },
    { text: ' 7 ', ms: 7_000 },
    { text: new Date(NOW + 9_000).toUTCString(), ms: 9_000 },
    { text: new Date(NOW - 9_000).toUTCString(), ms: 0 },
    { text: '2126-01-01', ms: Date.parse('2126-01-01') - NOW },
    { text: 'soon', ms: undefined },
    { text: '', ms: undefined },
  ])('of $text is $ms ms', ({ text, ms }) => {
    expect(readRetryAfter({ 'retry-after': text }, NOW)).toBe(ms);
  });

  it('is undefined without the header', () => {
    expect(readRetryAfter({}, NOW)).toBeUndefined();
  });
});

it.each([
  { limit: '100', retryAfterMs: 600 },
  { limit: '0', retryAfterMs: undefined },
  { limit: 'many', retryAfterMs: undefined },
])('a limit of $limit calls in a minute asks for a wait of $retryAfterMs ms', ({ limit, retryAfterMs }) => {
  const headers = { 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': '0', 'x-ratelimit-window': '60000' };
  expect(readLimits(429, headers, NOW).retryAfterMs).toBe(retryAfterMs);
  expect(readLimits(500, headers, NOW).retryAfterMs).toBeUndefined();
});
