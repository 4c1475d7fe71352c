import { expect, it } from '@jest/globals';
import { readReply } from '../../../../sandbox/frameio/actions/action-reply.ts';

const TEXTS = { title: 'Archive', description: 'Where to?' };
const TEXT = { type: 'text', name: 'note', label: 'Note' };
const OPTIONS = [
  { name: 'Cold', value: 'cold' },
  { name: 'Deep', value: 'deep' },
];
const SELECT = { type: 'select', name: 'tier', label: 'Tier', options: OPTIONS };
const LINK = { type: 'link', name: 'help', label: 'Help', value: 'https://example.com' };

/** Reads a reply with status 200. Texts are sent unchanged, anything else as JSON. */
function read(body: unknown, status = 200) {
  return readReply({ status, durationMs: 1, body: typeof body === 'string' ? body : JSON.stringify(body) });
}

it.each([
  { name: 'nothing', body: '' },
  { name: 'white space', body: ' \n' },
])('ends the interaction after $name', ({ body }) => {
  expect(read(body)).toEqual({ kind: 'none' });
  expect(read(body, 204)).toEqual({ kind: 'none' });
});

it('reads a message', () => {
  expect(read({ ...TEXTS, extra: 1 })).toEqual({ kind: 'message', ...TEXTS });
});

it('reads a form with every type of field', () => {
  const fields = [
    TEXT,
    { ...TEXT, type: 'textarea', name: 'text', value: 'a' },
    { ...SELECT, value: 'deep' },
    { type: 'checkbox', name: 'notify', label: 'Notify', value: true },
    { type: 'boolean', name: 'enabled', label: 'Enabled', value: 'false' },
    LINK,
  ];
  expect(read({ ...TEXTS, fields })).toEqual({ kind: 'form', ...TEXTS, fields });
});

it.each([
  { name: 'text that is not JSON', body: 'OK', reason: /must be a JSON object or empty.*: OK/ },
  { name: 'a list', body: [], reason: /must be a JSON object/ },
  { name: 'no title', body: { description: 'd' }, reason: /must have a title that is not blank, but has none/ },
  { name: 'a blank title', body: { ...TEXTS, title: ' ' }, reason: /title that is not blank, but has " "/ },
  { name: 'a description that is a number', body: { ...TEXTS, description: 1 }, reason: /description .* but has 1/ },
])('reports $name', ({ body, reason }) => {
  expect(read(body)).toEqual({ kind: 'error', reason: expect.stringMatching(reason) });
});

it.each([
  { name: 'fields that are not a list', fields: {}, reason: /list of at least one field/ },
  { name: 'no field', fields: [], reason: /list of at least one field/ },
  { name: 'a field that is not an object', fields: ['note'], reason: /fields\[0\]: expected an object, found "note"/ },
  {
    name: 'an unknown type',
    fields: [TEXT, { ...TEXT, type: 'date' }],
    reason: /fields\[1\]: the type is "date"\. Use/,
  },
  { name: 'no type', fields: [{ name: 'a', label: 'A' }], reason: /the type is missing/ },
  { name: 'no name', fields: [{ ...TEXT, name: undefined }], reason: /the name must be/ },
  { name: 'a blank label', fields: [{ ...TEXT, label: '' }], reason: /the label must be/ },
  { name: 'two fields of one name', fields: [TEXT, TEXT], reason: /fields\[1\]: another field has the name "note"/ },
  { name: 'a text that is a number', fields: [{ ...TEXT, value: 1 }], reason: /must be a text, but is 1/ },
  { name: 'a link without a value', fields: [{ ...LINK, value: undefined }], reason: /a link must have a value/ },
  {
    name: 'a checkbox with another value',
    fields: [{ ...TEXT, type: 'checkbox', value: 'yes' }],
    reason: /true or false, but is "yes"/,
  },
  { name: 'a select without options', fields: [{ ...SELECT, options: [] }], reason: /at least one option/ },
  {
    name: 'an option without a name',
    fields: [{ ...SELECT, options: [{ value: 'cold' }] }],
    reason: /an option must have a name and a value/,
  },
  { name: 'a value outside the options', fields: [{ ...SELECT, value: 'hot' }], reason: /"hot" is not the value/ },
])('reports a form with $name', ({ fields, reason }) => {
  expect(read({ ...TEXTS, fields })).toEqual({ kind: 'error', reason: expect.stringMatching(reason) });
});

it.each([
  { status: 302, body: '', reason: 'The endpoint responded 302.' },
  { status: 401, body: 'x'.repeat(300), reason: `The endpoint responded 401: ${'x'.repeat(200)}…` },
  { status: 503, body: '{"error":"later"}', reason: 'The endpoint responded 503: {"error":"later"}' },
])('reports the status $status', ({ status, body, reason }) => {
  expect(read(body, status)).toEqual({ kind: 'error', reason });
});

it('reports that there was no response', () => {
  const reply = readReply({ status: undefined, durationMs: 1, error: 'no response within 5 s' });
  expect(reply).toEqual({ kind: 'error', reason: 'The endpoint did not respond: no response within 5 s.' });
});
