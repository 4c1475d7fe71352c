import { beforeEach, expect, it } from '@jest/globals';
import { SandboxClock } from '../../../sandbox/clock/sandbox-clock.ts';
import { ApiFaults } from '../../../sandbox/faults/api-faults.ts';
import { findClientOperation } from '../../../sandbox/frameio/api/client-operations.ts';
import type { ApiFaultState } from '../../../sandbox/sandbox-api.ts';

const SHOW_FILE = { method: 'GET', path: '/v4/accounts/a/files/f' };

let clock: SandboxClock;
let changes: (readonly ApiFaultState[])[];
let faults: ApiFaults;
beforeEach(() => {
  clock = new SandboxClock({ frozenAt: Date.UTC(2026, 10, 23) });
  changes = [];
  faults = new ApiFaults({
    clock,
    operationOf: ({ method, path }) => findClientOperation(method, path)?.name,
    onChange: (active) => changes.push(active),
  });
});

it.each(['files.show', 'files.*', '/v4/accounts/*/files/*', '/v4/accounts/**', '**'])(
  '%s matches files.show',
  (calls) => {
    faults.add({ calls, status: 503 });
    expect(faults.take(SHOW_FILE)).toBe(503);
  },
);

it.each(['files.delete', 'comments.*', '/v4/accounts/*', 'files', '.*'])('%s does not match files.show', (calls) => {
  faults.add({ calls, status: 503 });
  expect(faults.take(SHOW_FILE)).toBeUndefined();
});

it('ends after its number of calls', () => {
  faults.add({ calls: '**', status: 429, count: 2 });
  expect([1, 2, 3].map(() => faults.take(SHOW_FILE))).toEqual([429, 429, undefined]);
  expect(changes.map((active) => active.map(({ remaining }) => remaining))).toEqual([[2], [1], []]);
});

it('ends by itself after its duration, also without a call', () => {
  faults.add({ calls: '**', status: 500, durationMs: 30_000 });
  clock.advance(29_999);
  expect(faults.list()).toMatchObject([{ status: 500, remaining: null, endsAt: '2026-11-23T00:00:30.000Z' }]);
  clock.advance(1);
  expect(changes.at(-1)).toEqual([]);
  expect(faults.take(SHOW_FILE)).toBeUndefined();
});

it('ends on demand', () => {
  const { id } = faults.add({ calls: '**', status: 500 });
  faults.add({ calls: '**', status: 503 });
  expect(faults.end('unknown')).toBe(false);
  expect(faults.end(id)).toBe(true);
  expect(faults.take(SHOW_FILE)).toBe(503);
  faults.end();
  expect(faults.list()).toEqual([]);
});
