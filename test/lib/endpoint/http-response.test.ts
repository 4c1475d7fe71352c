import { describe, expect, it } from '@jest/globals';
import { type DeliveryOutcome, responseFor } from '../../../lib/endpoint/http-response.ts';

describe('a response', () => {
  it.each<[DeliveryOutcome, number]>([
    ['unauthorized', 401],
    ['too_large', 413],
    ['request_aborted', 400],
    ['secrets_unavailable', 503],
    ['internal_error', 500],
  ])('to a sender that is not verified has neither headers nor a body: %s', (outcome, statusCode) => {
    expect(responseFor(outcome)).toEqual({ statusCode, headers: {}, body: '' });
  });

  it('to another method than POST names the method', () => {
    expect(responseFor('method_not_allowed')).toEqual({ statusCode: 405, headers: { allow: 'POST' }, body: '' });
  });

  it.each<[DeliveryOutcome, number]>([
    ['completed', 200],
    ['duplicate', 200],
    ['unhandled', 200],
    ['queued', 202],
    ['invalid_event', 400],
    ['unsupported_encoding', 415],
    ['failed', 500],
    ['timed_out', 503],
    ['postponed', 503],
    ['queue_unavailable', 503],
  ])('to Frame.io names the outcome: %s', (outcome, statusCode) => {
    const headers = { 'content-type': 'application/json' };
    expect(responseFor(outcome)).toEqual({ statusCode, headers, body: JSON.stringify({ outcome }) });
  });
});
