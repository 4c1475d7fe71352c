import { expect, it } from '@jest/globals';
import { isReply, serializeReply } from '../../../lib/actions/reply.ts';
import { ACTION_RESOURCE_TYPES } from '../../../lib/core/manifest.ts';
import { checkbox, form, link, message, select, text, textarea } from '../../../lib/index.ts';

it('sends a message as its title and description', () => {
  expect(serializeReply(message('Archiving', 'You will find a comment.'))).toStrictEqual({
    title: 'Archiving',
    description: 'You will find a comment.',
  });
});

it('sends a form with its fields in order, as Frame.io documents them', () => {
  const shown = form({
    title: 'Archive',
    description: 'Where should it go?',
    fields: {
      tier: select({ label: 'Tier', options: { cold: 'Cold storage', deep: 'Deep archive' }, value: 'cold' }),
      folder: select({ label: 'Folder', options: [{ name: 'Dailies', value: 'f1' }] }),
      notify: checkbox({ label: 'Notify', value: true }),
      title: text({ label: 'Title', value: 'MyVideo.mp4' }),
      note: textarea({ label: 'Note' }),
      guide: link({ label: 'Guide', value: 'https://example.com' }),
    },
  });
  expect(serializeReply(shown)).toStrictEqual({
    title: 'Archive',
    description: 'Where should it go?',
    fields: [
      {
        type: 'select',
        name: 'tier',
        label: 'Tier',
        value: 'cold',
        options: [
          { name: 'Cold storage', value: 'cold' },
          { name: 'Deep archive', value: 'deep' },
        ],
      },
      { type: 'select', name: 'folder', label: 'Folder', options: [{ name: 'Dailies', value: 'f1' }] },
      { type: 'checkbox', name: 'notify', label: 'Notify', value: true },
      { type: 'text', name: 'title', label: 'Title', value: 'MyVideo.mp4' },
      { type: 'textarea', name: 'note', label: 'Note' },
      { type: 'link', name: 'guide', label: 'Guide', value: 'https://example.com' },
    ],
  });
});

it.each([undefined, null, 'Done', [], {}, { title: 'Done', description: 'Archived.' }])(
  'accepts no %j as a reply',
  (value) => {
    expect(isReply(value)).toBe(false);
  },
);

it('runs actions on files, folders and version stacks', () => {
  expect(ACTION_RESOURCE_TYPES).toEqual(['file', 'folder', 'version_stack']);
});
