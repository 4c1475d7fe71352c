import { describe, expect, it } from '@jest/globals';
import type { Fields } from '../../../lib/actions/field.ts';
import { ConfigError } from '../../../lib/core/errors.ts';
import { checkbox, form, link, message, select, text, textarea } from '../../../lib/index.ts';

const NOTE = text({ label: 'Note' });
const formWith = (fields: Fields) => form({ title: 'Archive', description: 'Where should it go?', fields });

describe('form', () => {
  it.each<{ name: string; title: string; description: string; error: string }>([
    {
      name: 'a blank title',
      title: ' ',
      description: 'Where?',
      error: 'The title of a form is blank. Pass a text.',
    },
    {
      name: 'a blank description',
      title: 'Archive',
      description: '\n',
      error: 'The description of the form "Archive" is blank. Pass a text.',
    },
  ])('refuses $name', ({ title, description, error }) => {
    expect(() => form({ title, description, fields: { note: NOTE } })).toThrow(new ConfigError(error));
  });

  it.each<{ name: string; fields: Fields; error: string }>([
    {
      name: 'two options with the same value',
      fields: {
        tier: select({
          label: 'Tier',
          options: [
            { name: 'Cold', value: 'a' },
            { name: 'Deep', value: 'a' },
          ],
        }),
      },
      error: 'Two options of the field "tier" have the value "a".',
    },
    {
      name: 'an option without a text',
      fields: { tier: select({ label: 'Tier', options: [{ name: ' ', value: 'a' }] }) },
      error: 'The name of an option of the field "tier" is blank.',
    },
    { name: 'no field', fields: {}, error: 'A form needs an input, but "Archive" has none.' },
    {
      name: 'only links',
      fields: { guide: link({ label: 'Guide', value: 'https://example.com' }) },
      error: 'A form needs an input, but "Archive" has none.',
    },
    { name: 'a field that only the prototype has', fields: Object.create({ note: NOTE }), error: 'needs an input' },
    { name: 'a blank label', fields: { note: text({ label: '' }) }, error: 'The label of the field "note" is blank.' },
    { name: 'a select without an option', fields: { tier: select({ label: 'Tier', options: {} }) }, error: '"tier"' },
    {
      name: 'a select with an empty list',
      fields: { tier: select({ label: 'Tier', options: [] }) },
      error: 'A select needs an option, but the field "tier" has none.',
    },
    {
      name: 'a selected value that is not an option',
      fields: { tier: select({ label: 'Tier', options: [{ name: 'Cold', value: 'cold' }], value: 'Cold' }) },
      error: 'The value "Cold" of the field "tier" is not one of its options. Use "cold".',
    },
    {
      name: 'a selected value that every object has',
      fields: { tier: select({ label: 'Tier', options: [{ name: 'Cold', value: 'cold' }], value: 'toString' }) },
      error: 'The value "toString" of the field "tier" is not one of its options.',
    },
    {
      name: 'a link without a value',
      fields: { note: NOTE, guide: link({ label: 'Guide', value: '' }) },
      error: 'The value of the field "guide" is blank.',
    },
  ])('refuses $name', ({ fields, error }) => {
    expect(() => formWith(fields)).toThrow(ConfigError);
    expect(() => formWith(fields)).toThrow(error);
  });

  it.each(['', '1', '_note', '__proto__', 'two words', 'note\n', 'note.text', 'ñote'])(
    'refuses the name %j of a field',
    (name) => {
      expect(() => formWith({ [name]: NOTE })).toThrow(
        new ConfigError(
          `"${name}" is not a valid name of a field. Use letters, digits, "_" and "-", and a letter first.`,
        ),
      );
    },
  );

  it.each(['n', 'note', 'note2', 'noteText', 'note_text', 'note-text', 'constructor'])(
    'accepts the name %j of a field',
    (name) => {
      expect(Object.keys(formWith({ [name]: NOTE }).fields)).toEqual([name]);
    },
  );
});

describe('message', () => {
  it.each<{ name: string; title: string; description: string; error: string }>([
    { name: 'a blank title', title: '', description: 'Text', error: 'The title of a message is blank. Pass a text.' },
    {
      name: 'a blank description',
      title: 'Done',
      description: ' \t',
      error: 'The description of the message "Done" is blank. Pass a text.',
    },
  ])('refuses $name', ({ title, description, error }) => {
    expect(() => message(title, description)).toThrow(new ConfigError(error));
  });

  it('refuses a description that is not a text', () => {
    const { name } = JSON.parse('{"name":null}');
    expect(() => message('Done', name)).toThrow('The description of the message "Done" is not a text.');
  });
});

describe('the fields', () => {
  it('keep the order of a list of options', () => {
    const options = ['9', 'b', '1'].map((value) => ({ name: `Option ${value}`, value }));
    expect(select({ label: 'Choose', options }).options).toEqual(options);
  });

  it('take only the name and the value of an option that is loaded', () => {
    const folder = { name: 'Dailies', value: 'f1', secret: 'not for the form' };
    expect(select({ label: 'Folder', options: [folder] }).options).toEqual([{ name: 'Dailies', value: 'f1' }]);
  });

  it('are not checked by default if they are a checkbox', () => {
    expect(checkbox({ label: 'Notify' }).value).toBe(false);
    expect(checkbox({ label: 'Notify', value: true }).value).toBe(true);
  });

  it('have no value by default if they are text', () => {
    expect(text({ label: 'Note' })).toStrictEqual({ type: 'text', label: 'Note' });
    expect(textarea({ label: 'Note', value: undefined })).toStrictEqual({ type: 'textarea', label: 'Note' });
  });
});
