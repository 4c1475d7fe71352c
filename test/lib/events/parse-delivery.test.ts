import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseDelivery } from '../../../lib/events/parse-delivery.ts';
import { RESOURCE_OF_EVENT } from '../../../lib/index.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };

const parse = (body: unknown) => parseDelivery(Buffer.from(JSON.stringify(body)));

it('reads the documented file.ready, ids nested and flat', () => {
  expect(parse(fileReady)).toEqual({
    kind: 'webhook',
    event: {
      ...fileReady,
      accountId: fileReady.account.id,
      workspaceId: fileReady.workspace.id,
      projectId: fileReady.project.id,
      userId: fileReady.user.id,
      resourceId: fileReady.resource.id,
      payload: fileReady,
    },
  });
});

it('knows all 30 events of Frame.io V4', () => {
  const names = Object.keys(RESOURCE_OF_EVENT);
  expect(names).toHaveLength(30);
  for (const type of names) expect(parse({ ...fileReady, type })).toMatchObject({ kind: 'webhook', event: { type } });
});

describe('what Frame.io may send one day', () => {
  it.each([
    { name: 'an event of an unknown name is an event', change: { type: 'file.archived' }, expected: 'webhook' },
    {
      name: 'a resource of an unknown kind is passed on',
      change: { resource: { id: '1', type: 'reel' } },
      expected: 'webhook',
    },
    { name: 'a field nobody knows is passed on', change: { attempt: 3 }, expected: 'webhook' },
    { name: 'an event without a project is an event', change: { project: null }, expected: 'webhook' },
    { name: 'an event caused by nobody is an event', change: { user: undefined }, expected: 'webhook' },
    {
      name: 'an unknown name on an unknown shape is told apart',
      change: { type: 'a.b', resource: 1 },
      expected: 'unrecognized',
    },
    { name: 'a custom action is none, whatever its event key', change: { action_id: 'a' }, expected: 'action' },
    { name: 'a submitted form of a custom action is none', change: { interaction_id: 'i' }, expected: 'action' },
    {
      name: 'names of every object are no event names',
      change: { type: 'constructor', account: 0 },
      expected: 'unrecognized',
    },
  ])('$name', ({ change, expected }) => {
    expect(parse({ ...fileReady, ...change }).kind).toBe(expected);
  });
});

describe('what is no event', () => {
  it.each([
    { name: 'bytes that are no UTF-8', body: Buffer.from([0x7b, 0xff, 0x7d]), reason: 'not_utf8' },
    { name: 'text that is no JSON', body: 'type=file.ready', reason: 'not_json' },
    { name: 'nothing', body: '', reason: 'not_json' },
    { name: 'JSON behind a byte order mark', body: `\uFEFF${JSON.stringify(fileReady)}`, reason: 'not_json' },
    { name: 'null', body: 'null', reason: 'not_an_object' },
    { name: 'a list', body: '[]', reason: 'not_an_object' },
    { name: 'no type', body: '{}', reason: 'type_malformed' },
    { name: 'a type that is no text', body: '{"type":["a"]}', reason: 'type_malformed' },
    { name: 'a type without end', body: `{"type":"${'a'.repeat(256)}"}`, reason: 'type_malformed' },
    { name: 'a known type without ids', body: '{"type":"file.ready"}', reason: 'ids_missing' },
  ])('$name', ({ body, reason }) => {
    expect(parseDelivery(Buffer.from(body))).toEqual({ kind: 'invalid', reason });
  });
});

it('reads any bytes, and any JSON, without throwing', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseDelivery(Buffer.from(bytes))));
  fc.assert(fc.property(fc.json(), (json) => void parseDelivery(Buffer.from(json))));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(fileReady), '__proto__'), fc.jsonValue()), (body) => {
      expect(['webhook', 'action', 'unrecognized', 'invalid']).toContain(parse({ ...fileReady, ...body }).kind);
    }),
  );
});
