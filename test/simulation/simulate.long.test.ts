import { describe, expect, it, jest } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { FAULTS } from '../../simulation/fault-counts.ts';
import { type Mutation, mutatedStack } from '../support/mutated-stack.ts';
import { runScript } from '../support/run-command.ts';

jest.setTimeout(300_000);

it('nothing is lost and nothing done twice in 2,000 events, whatever fails', async () => {
  const { exitCode, output } = await runScript('simulate', ['--events', '2000', '--seed', 'ci']);
  expect(output).toMatch(/ {2}lost 0 {2}doubled 0 {2}unasked 0 {2}seed ci {2}/);
  expect(exitCode).toBe(0);
  const counts = countsIn(output);
  expect(counts.get('events')).toBe(2000);
  expect(counts.get('acknowledged')).toBeGreaterThan(1_900);
  // Most are done in spite of it all; of checklists, 7 in 100 are made to be given up.
  const owed = counts.get('owed') ?? 0;
  expect(owed).toBeGreaterThan(2_900);
  expect(counts.get('effects')).toBeGreaterThan(owed * 0.93);
  expect(counts.get('dead-lettered')).toBeGreaterThan(owed * 0.01);
  expect(counts.get('dead-lettered')).toBeLessThan(owed * 0.07);
  // A fault that is never injected shows nothing.
  expect(FAULTS.filter((fault) => !((counts.get(fault) ?? 0) > 0))).toEqual([]);
});

/** What a simulation prints: names, each with a number. */
function countsIn(output: string): ReadonlyMap<string, number> {
  return new Map(
    [...output.matchAll(/([\w-]+) (\d+)(?= {2}|$)/gm)].map(([, name = '', count]) => [name, Number(count)]),
  );
}

it('npm run simulate -- --help says what a seed repeats and what it does not', async () => {
  const { exitCode, output } = await runScript('simulate', ['--help']);
  expect(output).toContain('The same seed gives the same events');
  expect(exitCode).toBe(0);
});

it.each([
  { options: ['--events', '0'], told: '--events 0 is no number of events.' },
  { options: ['--mode', 'later'], told: 'The delivery mode "later" is unknown: it is inline or queued.' },
  { options: ['--stack', '.sandbox/test'], told: '--stack needs --mode: whose it is.' },
])('npm run simulate -- $options is told what is wrong', async ({ options, told }) => {
  expect(await runScript('simulate', options)).toEqual({ exitCode: 1, output: `${told}\n` });
});

describe('what makes it so is noticed to be broken:', () => {
  it.concurrent.each<{
    name: string;
    mode: DeliveryMode;
    mutations: readonly Mutation[];
    events: number;
    found: RegExp;
  }>([
    {
      name: 'a ledger that remembers nothing doubles',
      mode: 'inline',
      mutations: [
        {
          file: 'lib/idempotency/dynamodb-idempotency-store.ts',
          from: 'await workOnce(`',
          to: 'await workOnce(randomUUID() + `',
        },
      ],
      events: 60,
      found: /doubled [1-9]/,
    },
    {
      name: 'a 2xx for what is not in the queue loses',
      mode: 'queued',
      mutations: [
        { file: 'lib/endpoint/queued-endpoint-handler.ts', from: "return 'queue_unavailable'", to: "return 'queued'" },
      ],
      events: 150,
      found: /lost [1-9]/,
    },
    {
      name: 'a 2xx before the queue has it loses',
      mode: 'queued',
      mutations: [
        { file: 'lib/endpoint/queued-endpoint-handler.ts', from: 'await queue.send(', to: 'void queue.send(' },
      ],
      events: 60,
      found: /lost [1-9]/,
    },
    {
      name: 'a 2xx for what is left and has not been sent to the queue loses',
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
      name: 'a handler that does not look before it posts doubles',
      mode: 'inline',
      mutations: [{ file: 'functions/handlers/file-ready.ts', from: 'if (isRetry && ', to: 'if (!context && ' }],
      events: 60,
      found: /doubled [1-9]/,
    },
    {
      name: 'a retry that does not wait until what was sent must have arrived doubles',
      mode: 'inline',
      mutations: [
        { file: 'lib/retry/decide-retry.ts', from: 'FIRST_DELAY_MS = 10_000', to: 'FIRST_DELAY_MS = 1_000' },
        { file: 'lib/idempotency/dynamodb-idempotency-store.ts', from: 'REST_MS = 5_000', to: 'REST_MS = 0' },
      ],
      events: 60,
      found: /doubled [1-9]/,
    },
    {
      name: 'a worker that gives everything up loses',
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
      name: 'a worker that takes every failure for one that stays loses',
      mode: 'queued',
      mutations: [
        { file: 'lib/retry/decide-retry.ts', from: 'if (PERMANENT.some(', to: 'if (error || PERMANENT.some(' },
      ],
      events: 40,
      found: /lost [1-9]/,
    },
    {
      name: 'a worker that runs handlers which the message does not name begins them unasked',
      mode: 'inline',
      mutations: [
        {
          file: 'lib/worker/process-message.ts',
          from: 'const details = { deliveryKey, correlationId, handlers,',
          to: 'const details = { deliveryKey, correlationId,',
        },
      ],
      events: 60,
      found: /unasked [1-9]/,
    },
    {
      name: 'a delivery key without the timestamp of what repeats loses',
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
  ])('$name', async ({ mode, mutations, events, found }) => {
    const stack = await mutatedStack(mode, mutations);
    const options = ['--events', String(events), '--seed', 'broken', '--mode', mode, '--stack', stack];
    const { exitCode, output } = await runScript('simulate', options);
    expect(output).toMatch(found);
    expect(output).toContain('delivery 1.1.1, signed at'); // the story of one
    expect(exitCode).toBe(1);
  });
});
