import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RESOURCE_OF_EVENT } from '../../../lib/events/event-map.ts';
import { parseDelivery } from '../../../lib/events/parse-delivery.ts';
import fileReady from '../../fixtures/file-ready.json' with { type: 'json' };

const parse = (body: unknown) => parseDelivery(Buffer.from(JSON.stringify(body)));

it('parses the documented file.ready with nested and flat ids', () => {
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

it('parses every event of Frame.io V4', () => {
  const names = Object.keys(RESOURCE_OF_EVENT);
  expect(names).toHaveLength(30);
  for (const type of names) expect(parse({ ...fileReady, type })).toMatchObject({ kind: 'webhook', event: { type } });
});

it('names the resource of each event as the event does', () => {
  for (const [name, resource] of Object.entries(RESOURCE_OF_EVENT)) {
    expect([name, resource]).toEqual([name, name === 'metadata.value.updated' ? 'file' : name.split('.')[0]]);
  }
});

it('parses a body that is text', () => {
  expect(parseDelivery(JSON.stringify(fileReady))).toEqual(parse(fileReady));
});

it('leaves out the project and the user of an event that names none', () => {
  const { project: _, user: __, ...body } = fileReady;
  expect(parse(body)).toMatchObject({ event: { project: undefined, projectId: undefined, user: undefined } });
  expect(parse({ ...body, project: { id: '' }, user: {} })).toMatchObject({
    event: { project: undefined, projectId: undefined, user: undefined, userId: undefined },
  });
});

describe('parseDelivery with a body that Frame.io may send later', () => {
  it.each([
    { name: 'accepts an event with an unknown name', change: { type: 'file.archived' }, expected: 'webhook' },
    {
      name: 'accepts a resource of an unknown type',
      change: { resource: { id: '1', type: 'reel' } },
      expected: 'webhook',
    },
    { name: 'accepts an unknown field', change: { attempt: 3 }, expected: 'webhook' },
    { name: 'accepts a name of 255 characters', change: { type: 'a'.repeat(255) }, expected: 'webhook' },
    { name: 'accepts an event without a project', change: { project: null }, expected: 'webhook' },
    { name: 'accepts an event without a user', change: { user: undefined }, expected: 'webhook' },
    {
      name: 'does not recognize an unknown name without ids',
      change: { type: 'a.b', resource: 1 },
      expected: 'unrecognized',
    },
    {
      name: 'recognizes a custom action with an event name as its key',
      change: { action_id: 'a' },
      expected: 'action',
    },
    { name: 'recognizes a submitted form of a custom action', change: { interaction_id: 'i' }, expected: 'action' },
    {
      name: 'does not recognize a name that every object inherits',
      change: { type: 'constructor', account: 0 },
      expected: 'unrecognized',
    },
  ])('$name', ({ change, expected }) => {
    expect(parse({ ...fileReady, ...change }).kind).toBe(expected);
  });
});

describe('parseDelivery with an invalid body', () => {
  const withPart = (part: Record<string, unknown>) => JSON.stringify({ ...fileReady, ...part });
  it.each([
    { name: 'refuses bytes that are not UTF-8', body: Buffer.from([0x7b, 0xff, 0x7d]), reason: 'not_utf8' },
    { name: 'refuses text that is not JSON', body: 'type=file.ready', reason: 'not_json' },
    { name: 'refuses an empty body', body: '', reason: 'not_json' },
    { name: 'refuses JSON after a byte order mark', body: `\uFEFF${JSON.stringify(fileReady)}`, reason: 'not_json' },
    { name: 'refuses null', body: 'null', reason: 'not_an_object' },
    { name: 'refuses an array', body: '[]', reason: 'not_an_object' },
    { name: 'refuses a body without a type', body: '{}', reason: 'type_malformed' },
    { name: 'refuses a type that is not a string', body: '{"type":["a"]}', reason: 'type_malformed' },
    { name: 'refuses a type of 256 characters', body: `{"type":"${'a'.repeat(256)}"}`, reason: 'type_malformed' },
    { name: 'refuses an empty type', body: '{"type":""}', reason: 'type_malformed' },
    { name: 'refuses a known type without ids', body: '{"type":"file.ready"}', reason: 'ids_missing' },
    { name: 'refuses an event without an account', body: withPart({ account: {} }), reason: 'ids_missing' },
    { name: 'refuses an event without a workspace', body: withPart({ workspace: { id: 1 } }), reason: 'ids_missing' },
    { name: 'refuses an event with an empty id', body: withPart({ workspace: { id: '' } }), reason: 'ids_missing' },
    { name: 'refuses an event without a resource', body: withPart({ resource: null }), reason: 'ids_missing' },
    { name: 'refuses a resource without a type', body: withPart({ resource: { id: '1' } }), reason: 'ids_missing' },
    { name: 'refuses a resource without an id', body: withPart({ resource: { type: 'file' } }), reason: 'ids_missing' },
  ])('$name', ({ body, reason }) => {
    expect(parseDelivery(Buffer.from(body))).toEqual({ kind: 'invalid', reason });
  });
});

it('parses any bytes and any JSON without throwing', () => {
  fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseDelivery(Buffer.from(bytes))));
  fc.assert(fc.property(fc.json(), (json) => void parseDelivery(Buffer.from(json))));
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom(...Object.keys(fileReady), '__proto__'), fc.jsonValue()), (body) => {
      expect(['webhook', 'action', 'unrecognized', 'invalid']).toContain(parse({ ...fileReady, ...body }).kind);
    }),
  );
});
