import { expect, it, jest } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { type Mutation, mutatedStack } from '../support/mutated-stack.ts';
import { runScript } from '../support/run-command.ts';

jest.setTimeout(300_000);

it.concurrent.each<{
  name: string;
  mode: DeliveryMode;
  mutations: readonly Mutation[];
  events: number;
  found: RegExp;
}>([
  {
    name: 'an idempotency store that forgets everything',
    mode: 'inline',
    mutations: [
      {
        file: 'lib/idempotency/dynamodb-idempotency-store.ts',
        from: 'await workOnce(`',
        to: 'await workOnce(randomUUID() + `',
      },
    ],
    events: 60,
    found: /duplicated [1-9]/,
  },
  {
    name: 'a 2xx if the queue is unavailable',
    mode: 'queued',
    mutations: [
      { file: 'lib/endpoint/queued-endpoint-handler.ts', from: "return 'queue_unavailable'", to: "return 'queued'" },
    ],
    events: 150,
    found: /lost [1-9]/,
  },
  {
    name: 'a 2xx before the queue has the message',
    mode: 'queued',
    mutations: [{ file: 'lib/endpoint/queued-endpoint-handler.ts', from: 'await queue.send(', to: 'void queue.send(' }],
    events: 60,
    found: /lost [1-9]/,
  },
  {
    name: 'a 2xx without queueing the unfinished handlers',
    mode: 'inline',
    mutations: [
      {
        file: 'lib/endpoint/endpoint-handler.ts',
        from: 'await to.send(delivery, { delayMs, timeoutMs: timeToEnqueueMs(delivery.receivedAt) });',
        to: 'void to;',
      },
    ],
    events: 60,
    found: /lost [1-9]/,
  },
  {
    name: 'a handler that does not look for its comment before a retry',
    mode: 'inline',
    mutations: [{ file: 'simulation/app/file-ready.ts', from: 'if (isRetry && ', to: 'if (!context && ' }],
    events: 60,
    found: /duplicated [1-9]/,
  },
  {
    name: 'a retry before a delayed call has arrived',
    mode: 'inline',
    mutations: [
      { file: 'lib/retry/decide-retry.ts', from: 'FIRST_DELAY_MS = 10_000', to: 'FIRST_DELAY_MS = 1_000' },
      { file: 'lib/idempotency/dynamodb-idempotency-store.ts', from: 'REST_MS = 5_000', to: 'REST_MS = 0' },
    ],
    events: 60,
    found: /duplicated [1-9]/,
  },
  {
    name: 'a worker that dead-letters every message as unreadable',
    mode: 'queued',
    mutations: [
      {
        file: 'lib/worker/process-message.ts',
        from: 'const delivery = decodeDelivery(record.body);\n    const parsed',
        to: 'const delivery = decodeDelivery("");\n    const parsed',
      },
    ],
    events: 20,
    found: /lost [1-9]/,
  },
  {
    name: 'a worker that treats every failure as permanent',
    mode: 'queued',
    mutations: [{ file: 'lib/retry/decide-retry.ts', from: 'if (PERMANENT.some(', to: 'if (error || PERMANENT.some(' }],
    events: 40,
    found: /lost [1-9]/,
  },
  {
    name: 'a worker that runs handlers that the message does not name',
    mode: 'inline',
    mutations: [
      {
        file: 'lib/worker/process-message.ts',
        from: 'const details = { deliveryKey, correlationId, handlers,',
        to: 'const details = { deliveryKey, correlationId,',
      },
    ],
    events: 60,
    found: /unexpected [1-9]/,
  },
  {
    name: 'a delivery key without the timestamp of a repeating event',
    mode: 'queued',
    mutations: [
      {
        file: 'lib/idempotency/delivery-key.ts',
        from: 'if (repeats) hash.update(',
        to: 'if (!repeats) hash.update(',
      },
    ],
    events: 20,
    found: /lost [1-9]/,
  },
])('detects $name', async ({ mode, mutations, events, found }) => {
  const stack = await mutatedStack(mode, mutations);
  const options = ['--events', String(events), '--seed', 'broken', '--mode', mode, '--stack', stack];
  const { exitCode, output } = await runScript('simulate', options);
  expect(output).toMatch(found);
  expect(output).toContain('delivery 1.1.1, signed at'); // a timeline
  expect(exitCode).toBe(1);
});
