import type { ActionContext as HandlerArgument } from '../../lib/actions/action-context.ts';
import type { ActionData } from '../../lib/actions/action-data.ts';
import type { FormSource } from '../../lib/actions/form-source.ts';
import type { Reply } from '../../lib/actions/reply.ts';
import type { FormValues, ReplyData } from '../../lib/actions/reply-data.ts';
import type { FirstStep, Wizard } from '../../lib/actions/wizard.ts';
import type { ActionResourceType } from '../../lib/core/manifest.ts';
import {
  checkbox,
  form,
  type HandlerContext,
  link,
  type Message,
  message,
  select,
  textarea,
  wizard,
} from '../../lib/index.ts';

/** The context that an app passes to its form functions. */
export type ActionContext<Client, Env, Secret extends string> = Omit<
  HandlerArgument<unknown, Client, Env, Secret>,
  'data'
>;

/** A handler whose data the framework has checked. A method can narrow its parameter. */
interface CheckedHandler<Context> {
  run(context: Context & { readonly data: FormValues }): Message | Promise<Message>;
}

/** An app with actions, as far as forms matter. */
export class ActionApp<
  Client = HandlerContext['client'],
  Env = HandlerContext['env'],
  Secret extends string = never,
  Context = ActionContext<Client, Env, Secret>,
> {
  readonly actions = new Map<string, { form: FormSource<Context> | undefined } & CheckedHandler<Context>>();

  onAction<Source extends FormSource<Context>>(
    key: string,
    options: {
      readonly name: string;
      readonly resourceTypes?: readonly ActionResourceType[];
      readonly form?: Source | undefined;
    },
    handler: (context: Context & { readonly data: ActionData<Source, Context> }) => Message | Promise<Message>,
  ): void {
    this.actions.set(key, { form: options.form, run: handler });
  }

  wizard<First extends Reply>(first: FirstStep<First, Context>): Wizard<ReplyData<First>, Context> {
    return wizard(first);
  }
}

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
