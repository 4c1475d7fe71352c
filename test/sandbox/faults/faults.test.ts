import { beforeEach, expect, it } from '@jest/globals';
import { SandboxClock } from '../../../sandbox/clock/sandbox-clock.ts';
import { Faults } from '../../../sandbox/faults/faults.ts';
import { frameioFault } from '../../../sandbox/faults/inject-faults.ts';
import type { FaultState } from '../../../sandbox/sandbox-api.ts';

const SHOW_FILE = { method: 'GET', path: '/v4/accounts/a/files/f' };

let clock: SandboxClock;
let changes: (readonly FaultState[])[];
let faults: Faults;
beforeEach(() => {
  clock = new SandboxClock({ frozenAt: Date.UTC(2026, 10, 23) });
  changes = [];
  faults = new Faults({ clock, onChange: (active) => changes.push(active) });
});

it.each(['files.show', 'files.*', '/v4/accounts/*/files/*', '/v4/accounts/**', '**'])(
  '%s matches files.show',
  (calls) => {
    faults.add({ target: 'frame.io', calls, status: 503 });
    expect(frameioFault(faults, SHOW_FILE)).toBe(503);
  },
);

it.each(['files.delete', 'comments.*', '/v4/accounts/*', 'files', '.*'])('%s does not match files.show', (calls) => {
  faults.add({ target: 'frame.io', calls, status: 503 });
  expect(frameioFault(faults, SHOW_FILE)).toBeUndefined();
});

it('ends after its number of calls', () => {
  faults.add({ target: 'frame.io', calls: '**', status: 429, count: 2 });
  expect([1, 2, 3].map(() => frameioFault(faults, SHOW_FILE))).toEqual([429, 429, undefined]);
  expect(changes.map((active) => active.map(({ remaining }) => remaining))).toEqual([[2], [1], []]);
});

it('ends by itself after its duration, also without a call', () => {
  faults.add({ target: 'frame.io', calls: '**', status: 500, durationMs: 30_000 });
  clock.advance(29_999);
  expect(faults.list()).toMatchObject([{ status: 500, remaining: null, endsAt: '2026-11-23T00:00:30.000Z' }]);
  clock.advance(1);
  expect(changes.at(-1)).toEqual([]);
  expect(frameioFault(faults, SHOW_FILE)).toBeUndefined();
});

it('ends on demand', () => {
  const { id } = faults.add({ target: 'frame.io', calls: '**', status: 500 });
  faults.add({ target: 'frame.io', calls: '**', status: 503 });
  expect(faults.end('unknown')).toBe(false);
  expect(faults.end(id)).toBe(true);
  expect(frameioFault(faults, SHOW_FILE)).toBe(503);
  faults.end();
  expect(faults.list()).toEqual([]);
});

it('affects only calls to its target', () => {
  faults.add({ target: 'dynamodb', calls: 'Get*' });
  expect(faults.take('dynamodb', () => ['UpdateItem'])).toBeUndefined();
  expect(faults.take('sqs', () => ['GetQueueUrl'])).toBeUndefined();
  expect(faults.take('dynamodb', () => ['GetItem'])).toMatchObject({ target: 'dynamodb', status: null });
  expect(frameioFault(faults, SHOW_FILE)).toBeUndefined();
});

it('delays answers of Frame.io, with an error or without', () => {
  const { id } = faults.add({ target: 'frame.io', calls: '**', delayMs: 4_000 });
  expect(frameioFault(faults, SHOW_FILE)).toEqual({ delayMs: 4_000 });
  faults.end(id);
  faults.add({ target: 'frame.io', calls: '**', delayMs: 4_000, status: 503 });
  expect(frameioFault(faults, SHOW_FILE)).toEqual({ delayMs: 4_000, status: 503 });
});

it('tells when a fault begins and ends', () => {
  const told: string[] = [];
  const observed = new Faults({
    clock,
    onChange: () => undefined,
    onBegin: (target) => told.push(`begin ${target}`),
    onEnd: (target) => told.push(`end ${target}`),
  });
  observed.add({ target: 'signing-secret', calls: '**', durationMs: 30_000 });
  observed.add({ target: 'sqs', calls: '**', durationMs: 60_000 });
  clock.advance(30_000);
  expect(told).toEqual(['begin signing-secret', 'begin sqs', 'end signing-secret']);
});
