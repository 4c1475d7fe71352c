import { expect, it, jest } from '@jest/globals';
import { FAULT_KINDS } from '../../simulation/fault-counts.ts';
import { runScript } from '../support/run-command.ts';

jest.setTimeout(600_000);

it('loses and duplicates no effect of 1,000 events while everything fails', async () => {
  const { exitCode, output } = await runScript('simulate', ['--events', '1000', '--seed', 'ci']);
  expect(output).toMatch(/ {2}lost 0 {2}duplicated 0 {2}unexpected 0 {2}contradicted 0 {2}seed ci {2}/);
  expect(exitCode).toBe(0);
  const counts = countsIn(output);
  expect(counts.get('events')).toBe(1000);
  expect(counts.get('acknowledged')).toBeGreaterThan(950);
  // Most effects happen in spite of all faults. Of the checklists, 7 in 100 refuse.
  const promised = counts.get('promised') ?? 0;
  expect(promised).toBeGreaterThan(1_350);
  expect(counts.get('completed')).toBeGreaterThan(promised * 0.93);
  expect(counts.get('dead-lettered')).toBeGreaterThan(promised * 0.01);
  expect(counts.get('dead-lettered')).toBeLessThan(promised * 0.07);
  // Most clicks succeed, too. The dialogs of the others say that they did not.
  const clicks = counts.get('clicks') ?? 0;
  expect(clicks).toBeGreaterThan(125);
  expect(counts.get('confirmed')).toBeGreaterThan(clicks * 0.8);
  // A fault that is never injected proves nothing.
  expect(FAULT_KINDS.filter((kind) => !((counts.get(kind) ?? 0) > 0))).toEqual([]);
});

/** Reads the numbers of a summary by name. */
function countsIn(output: string): ReadonlyMap<string, number> {
  return new Map(
    [...output.matchAll(/([\w-]+) (\d+)(?= {2}|$)/gm)].map(([, name = '', count]) => [name, Number(count)]),
  );
}

it('explains in --help what a seed repeats', async () => {
  const { exitCode, output } = await runScript('simulate', ['--help']);
  expect(output).toContain('The same seed gives the same events');
  expect(exitCode).toBe(0);
});

it.each([
  { options: ['--events', '0'], message: '--events must be a positive integer, but is "0".' },
  { options: ['--mode', 'later'], message: 'The delivery mode "later" is unknown: use inline or queued.' },
  { options: ['--stack', '.sandbox/test'], message: '--stack requires --mode, the mode of that stack.' },
])('refuses $options', async ({ options, message }) => {
  expect(await runScript('simulate', options)).toEqual({ exitCode: 1, output: `${message}\n` });
});
