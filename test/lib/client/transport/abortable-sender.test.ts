import { describe, expect, it } from '@jest/globals';
import { AbortableSender } from '../../../../lib/client/transport/abortable-sender.ts';
import type { ApiRequest, ApiSender } from '../../../../lib/client/transport/api-request.ts';
import { getDeadline, setDeadline } from '../../../../lib/core/deadline.ts';
import { testClock } from '../../../support/test-clock.ts';

const REQUEST: ApiRequest = { operation: 'comments.index', method: 'GET', path: '/v4/comments' };

describe('a call with a signal of its own, inside a handler', () => {
  const signalUntil = (deadline?: number) => {
    const { signal } = new AbortController();
    if (deadline !== undefined) setDeadline(signal, deadline);
    return signal;
  };

  it.each([
    { own: 7, handler: 9, deadline: 7 },
    { own: 9, handler: 7, deadline: 7 },
    { own: undefined, handler: 9, deadline: 9 },
    { own: 7, handler: undefined, deadline: 7 },
    { own: undefined, handler: undefined, deadline: undefined },
  ])('has the earlier deadline of $own and $handler', ({ own, handler, deadline }) => {
    const abortSignal = signalUntil(own);
    const deadlines: unknown[] = [];
    const sender: ApiSender = {
      clock: testClock(),
      send: ({ options }) => {
        deadlines.push(options?.abortSignal && getDeadline(options.abortSignal));
        return new Promise(() => undefined);
      },
    };
    void new AbortableSender(sender, signalUntil(handler)).send({ ...REQUEST, options: { abortSignal } });
    expect(deadlines).toEqual([deadline]);
  });
});
