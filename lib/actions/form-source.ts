import type { Form } from './form.ts';
import type { Reply } from './reply.ts';
import type { FormValues } from './reply-data.ts';

/** A form, or a function of the context that returns a form or a message. */
export type FormOrFunction<Context> = Form | ((context: Context) => Reply | Promise<Reply>);

/** Returns the form of a step. `data` holds the data of all earlier steps. */
export type Step<Context> = (context: Context & { readonly data: FormValues }) => Reply | Promise<Reply>;

/** A wizard, as the framework runs it. */
export interface Steps<Context> {
  readonly steps: readonly Step<Context>[];
}

/** What an action accepts as its form: a form, a function, or a wizard. */
export type FormSource<Context> = FormOrFunction<Context> | Steps<Context>;

/** Reports whether the source is a wizard. Only a wizard has a state to store. */
export function isWizard<Context>(source: FormSource<Context>): source is Steps<Context> {
  return 'steps' in source;
}

/** Returns the steps of a source. A form or a function is one step. Without a source, the list is empty. */
export function stepsOf<Context>(source: FormSource<Context> | undefined): readonly Step<Context>[] {
  if (!source) return [];
  if (isWizard(source)) return source.steps;
  return [typeof source === 'function' ? source : () => source];
}
