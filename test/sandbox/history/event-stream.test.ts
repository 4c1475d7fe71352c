import { expect, it } from '@jest/globals';
import { EventStream } from '../../../sandbox/history/event-stream.ts';
import { MAX_LINE_LENGTH } from '../../../sandbox/history/history-limits.ts';
import type { StreamedEvent } from '../../../sandbox/sandbox-api.ts';

const event = (line: string) =>
  ({ kind: 'function_logged', deliveryId: null, functionName: 'endpoint', handler: null, line }) as const;
const linesOf = (events: readonly StreamedEvent[] | undefined) => events?.map((one) => 'line' in one && one.line);

it('returns the events after an id', () => {
  const stream = new EventStream(() => 0);
  const before = stream.lastId;
  for (const line of ['one', 'two', 'three']) stream.publish(event(line));
  const [first] = stream.after(before) ?? [];
  expect(first).toMatchObject({ kind: 'function_logged', line: 'one', time: '1970-01-01T00:00:00.000Z' });
  expect(linesOf(stream.after(first?.id ?? ''))).toEqual(['two', 'three']);
  expect(stream.after(stream.lastId)).toEqual([]);
});

it.each([
  { id: 'of another run', of: () => '00000000-0' },
  { id: 'of a later event', of: (lastId: string) => `${lastId}0` },
  { id: 'that is none', of: () => 'x' },
])('has no events after an id $id', ({ of }) => {
  const stream = new EventStream(() => 0);
  stream.publish(event('one'));
  expect(stream.after(of(stream.lastId))).toBeUndefined();
});

it('knows that it has forgotten events', () => {
  const stream = new EventStream(() => 0);
  const before = stream.lastId;
  for (let number = 0; number < 2_001; number += 1) stream.publish(event(String(number)));
  expect(stream.after(before)).toBeUndefined();
  expect(stream.after(before.replace(/0$/, '1'))).toHaveLength(2_000);
});

it('keeps the beginning of a long log line', () => {
  const stream = new EventStream(() => 0);
  const before = stream.lastId;
  stream.publish(event('x'.repeat(1_000_000)));
  expect(linesOf(stream.after(before))).toEqual(['x'.repeat(MAX_LINE_LENGTH)]);
});

it('calls its listeners until they unsubscribe', () => {
  const stream = new EventStream(() => 0);
  const seen: StreamedEvent[] = [];
  const unsubscribe = stream.subscribe((one) => seen.push(one));
  stream.publish(event('one'));
  unsubscribe();
  stream.publish(event('two'));
  expect(linesOf(seen)).toEqual(['one']);
});
