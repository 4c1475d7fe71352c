import { ConfigError } from '../core/errors.ts';
import { type FormSource, type Step, stepsOf } from './form-source.ts';
import { parseFormData } from './parse-form-data.ts';
import { isReply, type Reply } from './reply.ts';
import type { FormValues } from './reply-data.ts';
import { FIRST_STEP, parseWizardState, type WizardState } from './wizard-state.ts';

/** One request of an interaction. */
export interface FormRequest<Context> {
  /** The field `data` of the request. `undefined` and `null` start the interaction. */
  readonly submitted: unknown;
  /** The `state` that the request before returned. */
  readonly state: unknown;
  /** Returns the context for a function of the source. `data` is the data of the earlier steps. */
  readonly contextWith: (data: FormValues) => Context & { readonly data: FormValues };
}

/** What follows a request: a reply to show, or a run of the handler with the data. */
export type FormProgress =
  | {
      readonly isComplete: false;
      readonly reply: Reply;
      /** The state to store for the next request. `undefined` stores none. */
      readonly state: WizardState | undefined;
    }
  | { readonly isComplete: true; readonly data: FormValues };

/**
 * Decides what follows a request to an action. To check a submission, it calls the function that returned the
 * form again. Without a state, a submission belongs to the first form. Without a source, the data is empty and complete.
 *
 * @throws ConfigError when a function returns neither a form nor a message, or a field name occurs in two steps.
 */
export async function advanceForm<Context>(
  source: FormSource<Context> | undefined,
  { submitted, state, contextWith }: FormRequest<Context>,
): Promise<FormProgress> {
  const steps = stepsOf(source);
  if (submitted === undefined || submitted === null) return enterStep(steps, FIRST_STEP, contextWith);
  const { step, data } = parseWizardState(state, steps.length);
  const shown = await enterStep(steps, { step, data }, contextWith);
  if (shown.isComplete || shown.reply.kind === 'message') return shown;
  const parsed = parseFormData(shown.reply, submitted);
  if (!parsed.ok) return { ...shown, reply: parsed.form };
  return enterStep(steps, { step: step + 1, data: { ...data, ...parsed.data } }, contextWith);
}

/** Returns the reply of a step. The data is complete after the last step. */
async function enterStep<Context>(
  steps: readonly Step<Context>[],
  state: WizardState,
  contextWith: FormRequest<Context>['contextWith'],
): Promise<FormProgress> {
  const step = steps[state.step];
  if (!step) return { isComplete: true, data: state.data };
  const reply: unknown = await step(contextWith(state.data));
  if (!isReply(reply)) {
    throw new ConfigError(
      `The form function${state.step > 0 ? ` of step ${state.step + 1}` : ''} returned ${reply === undefined ? 'nothing' : 'another value'}. Return form(...) or message(...).`,
    );
  }
  if (reply.kind === 'message') return { isComplete: false, reply, state: undefined };
  const repeated = Object.keys(reply.fields).find((name) => Object.hasOwn(state.data, name));
  if (repeated !== undefined) {
    throw new ConfigError(
      `Step ${state.step + 1} of the wizard has a field "${repeated}", and so has an earlier step. Rename one of them.`,
    );
  }
  return { isComplete: false, reply, state: state.step > 0 ? state : undefined };
}
