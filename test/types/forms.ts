import {
  type App,
  checkbox,
  type Form,
  type FormData,
  form,
  type HandlerContext,
  link,
  type Message,
  message,
  select,
  text,
} from '../../lib/index.ts';
import type { Same } from './exact.ts';
import type { FrameioClient as OfficialClient } from './official-sdk.ts';
import { done, TIERS, type TierData, tierForm } from './tier-form.ts';

/** The compiler checks that every `@ts-expect-error` is an error. Nothing calls these functions. */
export function typesOfFormData(loaded: readonly { name: string; value: string }[]): void {
  true satisfies Same<FormData<typeof tierForm>, TierData>;
  true satisfies Same<FormData<() => Promise<typeof tierForm>>, TierData>;
  true satisfies Same<FormData<() => typeof tierForm | Message>, TierData>;
  true satisfies Same<FormData<Form>, Record<string, string | boolean>>;
  const folderForm = form({
    title: 'Move',
    description: 'Where should it go?',
    fields: { folder: select({ label: 'Folder', options: loaded }) },
  });
  true satisfies Same<FormData<typeof folderForm>, { folder: string }>;

  const sizeForm = form({
    title: 'Export',
    description: 'Which size?',
    fields: { size: select({ label: 'Size', options: { 1080: 'HD', 2160: 'UHD' }, value: '1080' }) },
  });
  true satisfies Same<FormData<typeof sizeForm>, { size: '1080' | '2160' }>;
  true satisfies Same<
    FormData<() => typeof sizeForm | typeof folderForm>,
    { size: '1080' | '2160' } | { folder: string }
  >;

  // @ts-expect-error not an option
  select({ label: 'Tier', options: TIERS, value: 'warm' });
  // @ts-expect-error a checkbox has a boolean value
  checkbox({ label: 'Notify', value: 'true' });
  // @ts-expect-error a link needs a value
  link({ label: 'Guide' });
  // @ts-expect-error a field is made by its function
  form({ title: 'Move', description: 'Where?', fields: { folder: 'text' } });
  // @ts-expect-error a form has a description
  form({ title: 'Move', fields: { folder: text({ label: 'Folder' }) } });
}

/** Checked by the compiler only. */
export function typesOfForms(app: App): void {
  app.onAction('archive', { name: 'Archive', description: 'Moves it', form: tierForm }, async ({ data, client }) => {
    true satisfies Same<typeof data, TierData>;
    client satisfies HandlerContext['client'];
    // @ts-expect-error not an option
    if (data.tier === 'warm') return done;
    // @ts-expect-error a link has no data
    data.guide;
    // @ts-expect-error not a field
    data.other;
    return done;
  });
  // @ts-expect-error the handler returns nothing
  app.onAction('archive', { name: 'Archive', description: 'Moves it', form: tierForm }, async ({ data }) => void data);
  // @ts-expect-error the handler returns nothing on one path
  app.onAction('archive', { name: 'Archive', description: 'Moves it', form: tierForm }, ({ data }) => {
    if (data.notify) return done;
  });
  // @ts-expect-error a form does not end the interaction
  app.onAction('archive', { name: 'Archive', description: 'Moves it', form: tierForm }, () => tierForm);
  app.onAction(
    'archive',
    { name: 'Archive', description: 'Moves it', resourceTypes: ['file', 'folder'], form: tierForm },
    () => done,
  );
  app.onAction('archive', { name: 'Archive', description: 'Moves it' }, ({ data, client }) => {
    true satisfies Same<typeof data, Record<never, never>>;
    client satisfies HandlerContext['client'];
    // @ts-expect-error without a form, there is no data
    data.note;
    return done;
  });
  app.onAction('archive', { name: 'Archive', description: 'Moves it', form: undefined }, ({ data }) => {
    true satisfies Same<typeof data, Record<never, never>>;
    return done;
  });
  // @ts-expect-error without a form too, the handler returns a message
  app.onAction('archive', { name: 'Archive', description: 'Moves it' }, async () => undefined);
  // @ts-expect-error not an option of an action
  app.onAction('archive', { name: 'Archive', description: 'Moves it', forms: tierForm }, () => done);
  // @ts-expect-error not a type of resource
  app.onAction('archive', { name: 'Archive', description: 'Moves it', resourceTypes: ['comment'] }, () => done);
  // @ts-expect-error a message is made by message()
  app.onAction('archive', { name: 'Archive', description: 'Moves it', form: tierForm }, () => ({
    title: 'Done',
    description: 'Archived.',
  }));
}

/** Checked by the compiler only. */
export function typesOfFormFunctions(app: App<OfficialClient, { CHANNEL: 'string' }, { slack: 'x' }>): void {
  app.onAction(
    'send',
    {
      name: 'Send',
      description: 'Moves it',
      form: async ({ client, env, secrets }) => {
        client satisfies OfficialClient;
        if (env.CHANNEL === '') return message('Not set up', await secrets.get('slack'));
        return form({ title: 'Send', description: env.CHANNEL, fields: { text: text({ label: 'Text' }) } });
      },
    },
    ({ data, client, env }) => {
      true satisfies Same<typeof data, { text: string }>;
      client satisfies OfficialClient;
      return message('Sent', env.CHANNEL);
    },
  );
  app.onAction(
    'archive',
    { name: 'Archive', description: 'Moves it', form: ({ env }) => (env.CHANNEL ? tierForm : done) },
    ({ data }) => {
      true satisfies Same<typeof data, TierData>;
      return done;
    },
  );
  app.onAction(
    'archive',
    // @ts-expect-error the function returns nothing
    { name: 'Archive', description: 'Moves it', form: async ({ client }) => void client },
    () => done,
  );
  app.onAction(
    'archive',
    // @ts-expect-error the function returns nothing on one path
    { name: 'Archive', description: 'Moves it', form: ({ env }) => (env.CHANNEL ? tierForm : undefined) },
    () => done,
  );
}
