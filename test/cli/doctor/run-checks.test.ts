import { expect, it } from '@jest/globals';
import { type Check, runChecks } from '../../../cli/doctor/run-checks.ts';
import { UsageError } from '../../../cli/usage-error.ts';

const OPTIONS = { timeoutMs: 60_000, onProgress: () => undefined };

const ok = (name: string): Check => ({ name, run: async () => [{ status: 'ok', title: `${name} done` }] });

it('runs checks side by side, and keeps their order', async () => {
  let startOther = (): void => undefined;
  const otherStarted = new Promise<void>((resolve) => {
    startOther = resolve;
  });
  const waits: Check = { name: 'one', run: () => otherStarted.then(() => [{ status: 'ok', title: 'one done' }]) };
  const starts: Check = {
    name: 'two',
    run: async () => {
      startOther();
      return [{ status: 'warning', title: 'two done' }];
    },
  };
  expect(await runChecks([waits, starts], OPTIONS)).toEqual([
    { check: 'one', status: 'ok', title: 'one done' },
    { check: 'two', status: 'warning', title: 'two done' },
  ]);
});

it('reports which checks still run', async () => {
  const progress: (readonly string[])[] = [];
  await runChecks([ok('one'), ok('two')], { ...OPTIONS, onProgress: (running) => progress.push(running) });
  expect(progress).toEqual([['one', 'two'], ['two'], []]);
});

it('ends a check whose time is up, aborts its calls, and reports it', async () => {
  let signal: AbortSignal | undefined;
  const hangs: Check = {
    name: 'hangs',
    run: (given) => {
      signal = given;
      return new Promise(() => undefined);
    },
  };
  const [found, other] = await runChecks([hangs, ok('other')], { ...OPTIONS, timeoutMs: 20 });
  expect(found).toMatchObject({ status: 'not_checked', title: 'the check did not end within 0.02 seconds' });
  expect(other).toMatchObject({ status: 'ok' });
  expect(signal?.aborted).toBe(true);
});

it('reports the error that ended a check', async () => {
  const fails: Check = { name: 'fails', run: () => Promise.reject(new Error('No route to host.')) };
  expect(await runChecks([fails], OPTIONS)).toEqual([
    { check: 'fails', status: 'not_checked', title: 'No route to host.' },
  ]);
});

it('throws the error of a wrong command line', async () => {
  const fails: Check = { name: 'fails', run: () => Promise.reject(new UsageError('--stack is wrong.')) };
  await expect(runChecks([fails], OPTIONS)).rejects.toThrow('--stack is wrong.');
});
