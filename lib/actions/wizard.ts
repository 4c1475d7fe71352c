import type { Form } from './form.ts';
import type { FormContext } from './form-context.ts';
import { type FormOrFunction, type Step, type Steps, stepsOf } from './form-source.ts';
import type { Reply } from './reply.ts';
import type { FormValues, ReplyData } from './reply-data.ts';

/**
 * A step whose data the framework has checked. `run` is a method because the compiler lets a method narrow its parameter:
 * `data` has the types of the earlier fields.
 */
interface CheckedStep<Context> {
  run(context: Context & { readonly data: FormValues }): Reply | Promise<Reply>;
}

/** The first form of a wizard, or a function that returns it. `First` is the type of what Frame.io shows. */
export type FirstStep<First extends Reply, Context> = (First & Form) | ((context: Context) => First | Promise<First>);

/** Several forms, one after the other. Create it with `wizard`. */
export class Wizard<Data extends FormValues, Context> implements Steps<Context> {
  readonly steps: readonly Step<Context>[];

  constructor(steps: readonly Step<Context>[]) {
    this.steps = steps;
  }

  /**
   * Returns the wizard with another step. `next` receives the data of all earlier steps and returns the next form, or a
   * message that ends the interaction. It runs to show the form and again to check the submission, so it must change nothing.
   * The names of its fields must differ from those of the earlier steps.
   */
  step<Next extends Reply>(
    next: (context: Context & { readonly data: Data }) => Next | Promise<Next>,
  ): Wizard<Data & ReplyData<Next>, Context> {
    const checked: CheckedStep<Context>['run'] = next;
    return new Wizard([...this.steps, checked]);
  }
}

/**
 * Starts a wizard with its first form, or with a function that returns it. The handler receives the data of all steps.
 *
 * ```ts
 * wizard(form({ title: 'Move', description: 'Which project?', fields: { project: text({ label: 'Project' }) } })).step(
 *   async ({ data }) =>
 *     form({ title: 'Move', description: `Where in ${data.project}?`, fields: { folder: text({ label: 'Folder' }) } }),
 * );
 * ```
 *
 * All functions of a wizard receive the same type of context. If the app has its own client or declared variables, annotate
 * the parameter of the first function.
 */
export function wizard<First extends Reply, Context = FormContext>(
  first: FirstStep<First, Context>,
): Wizard<ReplyData<First>, Context>;
export function wizard(first: FormOrFunction<unknown>): Wizard<FormValues, unknown> {
  return new Wizard(stepsOf(first));
}
