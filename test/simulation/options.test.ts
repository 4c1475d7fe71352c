import { expect, it } from '@jest/globals';
import { readSimulateOptions } from '../../simulation/options.ts';

it('divides the events between the delivery modes by default', () => {
  expect(readSimulateOptions(['--events', '7', '--seed', 'a'])).toEqual({
    seed: 'a',
    stack: undefined,
    modes: [
      { mode: 'inline', events: 4 },
      { mode: 'queued', events: 3 },
    ],
  });
});

it('simulates all events in the given mode and stack', () => {
  expect(readSimulateOptions(['--mode', 'queued', '--events', '7', '--seed', 'a', '--stack', 'folder'])).toEqual({
    seed: 'a',
    stack: 'folder',
    modes: [{ mode: 'queued', events: 7 }],
  });
});

it('draws another seed each time', () => {
  expect(readSimulateOptions([])).not.toEqual(readSimulateOptions([]));
});

it('answers --help before it checks the other options', () => {
  expect(readSimulateOptions(['--help', '--events', '0'])).toBe('help');
});

it.each(['0', '-1', '1.5', 'many', ''])('refuses --events=%s', (events) => {
  expect(() => readSimulateOptions([`--events=${events}`])).toThrow(
    `--events must be a positive integer, but is "${events}".`,
  );
});
