import type { Reply } from '../../lib/actions/reply.ts';
import type { ReplyData } from '../../lib/actions/reply-data.ts';
import type { FirstStep, Wizard } from '../../lib/actions/wizard.ts';
import {
  type ActionContext,
  type App,
  type FormContext,
  type FormData,
  type Frameio,
  form,
  type HandlerContext,
  message,
  select,
  text,
  wizard,
} from '../../lib/index.ts';
import type { Same } from './exact.ts';
import type { FrameioClient as OfficialClient } from './official-sdk.ts';
import { done, type TierData, tierForm } from './tier-form.ts';

/** The compiler checks that every `@ts-expect-error` is an error. Nothing calls these functions. */
export function typesOfWizards(app: App): void {
  const threeSteps = wizard(tierForm)
    .step(async ({ action, data, client, logger }) => {
      action.resourceId satisfies string;
      true satisfies Same<typeof data, TierData>;
      client satisfies HandlerContext['client'];
      logger.info('tier chosen', { tier: data.tier });
      // @ts-expect-error not a field of an earlier step
      data.folder;
      if (data.tier === 'deep') return message('Not now', 'The deep archive is closed.');
      return form({ title: 'Archive', description: data.note, fields: { folder: text({ label: 'Folder' }) } });
    })
    .step(({ data }) => {
      true satisfies Same<typeof data, TierData & { folder: string }>;
      const colours = { red: 'Red', blue: 'Blue' };
      const colour = select({ label: 'Colour', options: colours });
      return form({ title: 'Archive', description: data.folder, fields: { colour } });
    });
  type AllData = TierData & { folder: string; colour: 'red' | 'blue' };
  true satisfies Same<FormData<typeof threeSteps>, AllData>;
  app.onAction('archive', { name: 'Archive', description: 'Moves it', form: threeSteps }, async ({ data }) => {
    true satisfies Same<typeof data, AllData>;
    // @ts-expect-error not an option
    if (data.colour === 'green') return done;
    // @ts-expect-error not a field of any step
    data.other;
    return done;
  });
  app.onAction(
    'move',
    {
      name: 'Move',
      description: 'Moves it',
      form: wizard(async ({ client }) => {
        const names: Frameio.Profile = (await client.users.show()).data;
        return form({ title: 'Move', description: names.id, fields: { project: text({ label: 'Project' }) } });
      }).step(({ data }) =>
        form({ title: 'Move', description: data.project, fields: { folder: text({ label: 'Folder' }) } }),
      ),
    },
    ({ data }) => {
      true satisfies Same<typeof data, { project: string; folder: string }>;
      return done;
    },
  );

  // @ts-expect-error the first function returns nothing
  wizard(async ({ client }: FormContext) => void client);
  // @ts-expect-error the step returns nothing
  wizard(tierForm).step(async ({ data }) => void data);
  // @ts-expect-error the step returns nothing on one path
  wizard(tierForm).step(({ data }) => {
    if (data.notify) return tierForm;
  });
  // @ts-expect-error the handler returns nothing
  app.onAction('archive', { name: 'Archive', description: 'Moves it', form: threeSteps }, () => undefined);
}

type OwnContext = ActionContext<unknown, OfficialClient, { readonly CHANNEL: string }>;

/** Checked by the compiler only. */
export function typesOfContexts(
  app: App,
  own: App<OfficialClient, { CHANNEL: 'string' }>,
  channelForm: (context: { env: { CHANNEL: string } }) => typeof tierForm,
): void {
  const settings = { name: 'Move', description: 'Moves it' };
  // the first function names the context of all
  const annotated = wizard((_context: OwnContext) => tierForm).step(({ data, env, client }) => {
    client satisfies OfficialClient;
    return form({ title: data.note, description: env.CHANNEL, fields: { folder: text({ label: 'Folder' }) } });
  });
  own.onAction('move', { ...settings, form: annotated }, ({ data }) => {
    true satisfies Same<typeof data, TierData & { folder: string }>;
    return done;
  });
  own.onAction('move', { ...settings, form: wizard(channelForm).step(() => done) }, () => done);
  own.onAction(
    'move',
    { ...settings, form: startInOwn(tierForm).step(({ env }) => message(env.CHANNEL, 'Closed')) },
    () => done,
  );

  // @ts-expect-error the functions need the default client
  own.onAction('move', { ...settings, form: wizard(tierForm).step(() => done) }, () => done);
  // @ts-expect-error the app declares no variable CHANNEL
  app.onAction('move', { ...settings, form: wizard(channelForm).step(() => done) }, () => done);
  // @ts-expect-error the app declares no variable CHANNEL
  app.onAction('move', { ...settings, form: channelForm }, () => done);
}

/** Starts wizards with the context of an app. */
function startInOwn<First extends Reply>(first: FirstStep<First, OwnContext>): Wizard<ReplyData<First>, OwnContext> {
  return wizard(first);
}
