import type { FormSource } from '../../lib/actions/form-source.ts';
import type { Reply } from '../../lib/actions/reply.ts';
import type { ReplyData } from '../../lib/actions/reply-data.ts';
import type { FirstStep, Wizard } from '../../lib/actions/wizard.ts';
import type { ActionResourceType } from '../../lib/core/manifest.ts';
import {
  checkbox,
  type FormData,
  form,
  type HandlerContext,
  link,
  type Message,
  message,
  select,
  textarea,
} from '../../lib/index.ts';

/** The context that an app passes to its form functions and handlers. */
export type ActionContext<Client, Env, Secret extends string> = Omit<
  HandlerContext<HandlerContext['event'], Client, Env, Secret>,
  'event'
>;

/** An app with actions, as far as forms matter. */
export interface ActionApp<
  Client = HandlerContext['client'],
  Env = HandlerContext['env'],
  Secret extends string = never,
> {
  onAction<Source extends FormSource<ActionContext<Client, Env, Secret>>>(
    key: string,
    options: {
      readonly name: string;
      readonly resourceTypes?: readonly ActionResourceType[];
      readonly form: Source;
    },
    handler: (
      context: ActionContext<Client, Env, Secret> & { readonly data: FormData<Source> },
    ) => Message | Promise<Message>,
  ): void;
  wizard<First extends Reply>(
    first: FirstStep<First, ActionContext<Client, Env, Secret>>,
  ): Wizard<ReplyData<First>, ActionContext<Client, Env, Secret>>;
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
