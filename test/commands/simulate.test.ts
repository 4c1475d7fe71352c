import { describe, expect, it, jest } from '@jest/globals';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { type Mutation, mutatedStack } from '../support/mutated-stack.ts';
import { runScript } from '../support/run-command.ts';

jest.setTimeout(300_000);

it('nothing is lost and nothing done twice in 2,000 events, whatever fails', async () => {
  const { exitCode, output } = await runScript('simulate', ['--events', '2000', '--seed', 'ci']);
  expect(output).toMatch(
    /^events 2000 {2}acknowledged (?:19\d\d|2000) .* lost 0 {2}doubled 0 {2}seed ci {2}seconds [\d.]+$/m,
  );
  expect(exitCode).toBe(0);
});

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
  it.each<{ name: string; mode: DeliveryMode; mutation: Mutation; events: number; found: RegExp }>([
    {
      name: 'a ledger that remembers nothing doubles',
      mode: 'inline',
      mutation: {
        file: 'lib/queue/dynamodb-ledger.ts',
        from: 'await workOnce(`',
        to: 'await workOnce(randomUUID() + `',
      },
      events: 60,
      found: /doubled [1-9]/,
    },
    {
      name: 'a 2xx for what is not in the queue loses',
      mode: 'queued',
      mutation: { file: 'lib/queued-endpoint.ts', from: "return 'not_queued'", to: "return 'queued'" },
      events: 150,
      found: /lost [1-9]/,
    },
    {
      name: 'a 2xx for what is left and has not been sent to the queue loses',
      mode: 'inline',
      mutation: {
        file: 'lib/endpoint.ts',
        from: 'await to.send(delivery, { delayMs, timeoutMs: timeToEnqueueMs(delivery.receivedAt) });',
        to: 'void to;',
      },
      events: 150,
      found: /lost [1-9]/,
    },
    {
      name: 'a handler that does not look before it posts doubles',
      mode: 'inline',
      mutation: { file: 'functions/handlers/file-ready.ts', from: 'if (isRepeat && ', to: 'if (!context && ' },
      events: 60,
      found: /doubled [1-9]/,
    },
  ])('$name', async ({ mode, mutation, events, found }) => {
    const stack = await mutatedStack(mode, mutation);
    const options = ['--events', String(events), '--seed', 'broken', '--mode', mode, '--stack', stack];
    const { exitCode, output } = await runScript('simulate', options);
    expect(output).toMatch(found);
    expect(output).toContain('delivery 1.1, signed at'); // the story of one
    expect(exitCode).toBe(1);
  });
});
