import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseFormData } from '../../../lib/actions/parse-form-data.ts';
import { serializeReply } from '../../../lib/actions/reply.ts';
import { checkbox, form, link, select, text, textarea } from '../../../lib/index.ts';

const archiveForm = form({
  title: 'Archive',
  description: 'Where should it go?',
  fields: {
    tier: select({ label: 'Tier', options: { cold: 'Cold storage', deep: 'Deep archive' }, value: 'cold' }),
    notify: checkbox({ label: 'Tell the uploader', value: true }),
    note: textarea({ label: 'Note', value: 'None' }),
    guide: link({ label: 'Guide', value: 'https://example.com' }),
  },
});
const VALID = { tier: 'deep', notify: false, note: 'Keep it' };

/** Returns the description of the form to show again, or the data. */
function resultOf(submitted: unknown): unknown {
  const parsed = parseFormData(archiveForm, submitted);
  return parsed.ok ? parsed.data : parsed.form.description;
}

const shownAgain = (note: string) => `${note}\n\nWhere should it go?`;
const wrong = (labels: string) => shownAgain(`Check these fields: ${labels}.`);
const changed = (names: string) =>
  shownAgain(`The form has changed, and does not have these fields: ${names}. Check the values and submit it again.`);

describe('data that fits', () => {
  it.each<{ name: string; submitted: object; data: object }>([
    { name: 'a value for each input', submitted: VALID, data: VALID },
    { name: 'true as text', submitted: { ...VALID, notify: 'true' }, data: { ...VALID, notify: true } },
    { name: 'false as text', submitted: { ...VALID, notify: 'false' }, data: { ...VALID, notify: false } },
    { name: 'an empty text', submitted: { ...VALID, note: '' }, data: { ...VALID, note: '' } },
    { name: 'the value of a link, which it drops', submitted: { ...VALID, guide: 'https://other' }, data: VALID },
    { name: 'several lines', submitted: { ...VALID, note: 'a\r\n\tb' }, data: { ...VALID, note: 'a\r\n\tb' } },
  ])('has $name', ({ submitted, data }) => {
    expect(resultOf(submitted)).toStrictEqual(data);
  });

  it('has the keys of the form in its order, whatever the order of the submission', () => {
    expect(Object.keys(Object(resultOf({ note: 'a', notify: true, tier: 'cold' })))).toEqual([
      'tier',
      'notify',
      'note',
    ]);
  });
});

describe('data that does not fit', () => {
  it.each<{ name: string; submitted: object; note: string }>([
    { name: 'a value outside the options', submitted: { ...VALID, tier: 'warm' }, note: wrong('Tier') },
    { name: 'the text of an option', submitted: { ...VALID, tier: 'Deep archive' }, note: wrong('Tier') },
    { name: 'an option that every object has', submitted: { ...VALID, tier: 'constructor' }, note: wrong('Tier') },
    { name: 'an empty option', submitted: { ...VALID, tier: '' }, note: wrong('Tier') },
    { name: 'a list of options', submitted: { ...VALID, tier: ['deep'] }, note: wrong('Tier') },
    { name: 'a checkbox that is on', submitted: { ...VALID, notify: 'on' }, note: wrong('Tell the uploader') },
    { name: 'a checkbox that is a number', submitted: { ...VALID, notify: 1 }, note: wrong('Tell the uploader') },
    { name: 'a checkbox that is null', submitted: { ...VALID, notify: null }, note: wrong('Tell the uploader') },
    { name: 'a text that is a list', submitted: { ...VALID, note: ['a'] }, note: wrong('Note') },
    { name: 'a text that is a number', submitted: { ...VALID, note: 7 }, note: wrong('Note') },
    { name: 'a text that is null', submitted: { ...VALID, note: null }, note: wrong('Note') },
    { name: 'a text that is an object', submitted: { ...VALID, note: { toString: 'a' } }, note: wrong('Note') },
    { name: 'a missing field', submitted: { tier: 'deep', notify: true }, note: wrong('Note') },
    { name: 'no fields', submitted: {}, note: wrong('Tier, Tell the uploader, Note') },
    { name: 'two wrong fields', submitted: { ...VALID, tier: 1, note: 2 }, note: wrong('Tier, Note') },
    { name: 'an unknown field', submitted: { ...VALID, other: 'a' }, note: changed('other') },
    {
      name: 'unknown fields with long and strange names',
      submitted: { ...VALID, ['a'.repeat(99)]: 1, '<b>\n': 2, c: 3, d: 4 },
      note: changed(`${'a'.repeat(40)},  b , c`),
    },
    { name: 'the field "constructor"', submitted: { ...VALID, constructor: 'a' }, note: changed('constructor') },
    {
      name: 'the field "__proto__"',
      submitted: { ...VALID, ['__proto__']: { admin: true } },
      note: changed('__proto__'),
    },
    {
      name: 'fields of the prototype only',
      submitted: Object.create(VALID),
      note: wrong('Tier, Tell the uploader, Note'),
    },
  ])('is $name: the form names it by its label', ({ submitted, note }) => {
    expect(resultOf(submitted)).toBe(note);
  });

  it.each([undefined, null, 'tier=deep', 42, true, [], [VALID]])('is %j instead of an object', (submitted) => {
    expect(resultOf(submitted)).toBe(wrong('Tier, Tell the uploader, Note'));
  });

  it('comes back in the form as far as it fits', () => {
    const parsed = parseFormData(archiveForm, { tier: 'warm', notify: 'false', note: 'Keep it', other: 'a' });
    expect(parsed).toStrictEqual({
      ok: false,
      form: {
        ...archiveForm,
        description: wrong('Tier'),
        fields: {
          ...archiveForm.fields,
          notify: { ...archiveForm.fields.notify, value: false },
          note: { ...archiveForm.fields.note, value: 'Keep it' },
        },
      },
    });
  });

  it('leaves the original form as it is', () => {
    const before = JSON.stringify(archiveForm);
    parseFormData(archiveForm, { ...VALID, tier: 'warm' });
    expect(JSON.stringify(archiveForm)).toBe(before);
  });
});

describe('hostile data', () => {
  const named = form({
    title: 'Names',
    description: 'Names that every object has',
    fields: { constructor: text({ label: 'Constructor' }), toString: text({ label: 'To string' }) },
  });

  it('does not confuse a field with a property that every object has', () => {
    expect(parseFormData(named, {})).toMatchObject({
      ok: false,
      form: { description: expect.stringContaining('Check these fields: Constructor, To string.') },
    });
    expect(parseFormData(named, { constructor: 'a', toString: 'b' })).toEqual({
      ok: true,
      data: { constructor: 'a', toString: 'b' },
    });
  });

  it('does not change the prototype of the data or of all objects', () => {
    const parsed = parseFormData(archiveForm, JSON.parse('{"__proto__":{"admin":true},"tier":"deep"}'));
    expect(JSON.stringify(parsed)).not.toContain('admin');
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it.each([
    { name: '64 KB', note: 'x'.repeat(64 * 1024) },
    { name: 'control characters', note: '\u0000\u0007\u001b[31m\u007f\u202e\u2028' },
    { name: 'half a surrogate pair', note: '\ud800' },
    { name: 'markup', note: '</script><img src=x onerror=alert(1)>' },
  ])('reaches the handler unchanged, and the form again, if it is a text of $name', ({ note }) => {
    expect(resultOf({ ...VALID, note })).toStrictEqual({ ...VALID, note });
    const parsed = parseFormData(archiveForm, { ...VALID, tier: 'warm', note });
    const body = JSON.parse(JSON.stringify(parsed.ok ? undefined : serializeReply(parsed.form)));
    expect(body.fields[2].value).toBe(note);
    expect(body.description).toBe(wrong('Tier'));
  });

  it('gives either the declared types or the form again', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.anything(), fc.record({ tier: fc.anything(), notify: fc.anything(), note: fc.anything() })),
        (submitted) => {
          const parsed = parseFormData(archiveForm, submitted);
          if (!parsed.ok) return Object.keys(parsed.form.fields).length === 4;
          const { tier, notify, note, ...rest } = parsed.data;
          expect(['cold', 'deep']).toContain(tier);
          expect([typeof notify, typeof note, Object.keys(rest)]).toEqual(['boolean', 'string', []]);
          return true;
        },
      ),
    );
  });
});
