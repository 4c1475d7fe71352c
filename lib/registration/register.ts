import { applyPlan } from './apply-plan.ts';
import { isAnswerLost } from './is-answer-lost.ts';
import { type PlannedChange, type PlanOptions, planRegistration, type RegistrationPlan } from './plan-registration.ts';

/** Passes of planning and applying. Another pass repairs what a lost answer left. */
const MAX_PASSES = 3;

/** What `register` did. */
export interface RegistrationReport {
  readonly changes: readonly PlannedChange[];
  /** The difference that is left. It has changes only if somebody else changes the account at the same time. */
  readonly remaining: RegistrationPlan;
}

/** Options of `register`. */
export interface RegisterOptions extends PlanOptions {
  /** Receives each change when it is done. */
  readonly onChange?: ((change: PlannedChange) => void) | undefined;
}

/**
 * Makes a Frame.io account match an app. If the answer to a call is lost, compares again and continues. To delete everything
 * of the app, pass an app without handlers and actions.
 *
 * @throws Like `planRegistration` and `applyPlan`. Call it again to continue.
 */
export async function register(options: RegisterOptions): Promise<RegistrationReport> {
  const changes: PlannedChange[] = [];
  const onChange = (change: PlannedChange) => {
    changes.push(change);
    options.onChange?.(change);
  };
  for (let pass = 1; pass <= MAX_PASSES; pass += 1) {
    const plan = await planRegistration(options);
    if (plan.changes.length === 0 && plan.gone.length === 0) return { changes, remaining: plan };
    try {
      await applyPlan(plan, { ...options, onChange });
    } catch (error) {
      if (pass === MAX_PASSES || !isAnswerLost(error)) throw error;
    }
  }
  return { changes, remaining: await planRegistration(options) };
}
