import { checkbox, form, link, message, select, textarea } from '../../lib/index.ts';

/** Options of a select. */
export const TIERS = { cold: 'Cold storage', deep: 'Deep archive' };

/** A form with a field of each kind of data. */
export const tierForm = form({
  title: 'Archive',
  description: 'Where should it go?',
  fields: {
    tier: select({ label: 'Tier', options: TIERS, value: 'cold' }),
    notify: checkbox({ label: 'Tell the uploader' }),
    note: textarea({ label: 'Note' }),
    guide: link({ label: 'Guide', value: 'https://example.com' }),
  },
});

/** The data of `tierForm`. */
export type TierData = { tier: 'cold' | 'deep'; notify: boolean; note: string };

/** Ends an interaction. */
export const done = message('Done', 'The file is in the archive.');
