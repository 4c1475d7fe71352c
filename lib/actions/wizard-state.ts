import { isRecord } from '../core/type-guards.ts';
import type { FormValues } from './reply-data.ts';

/** Where a user is in a wizard. It is JSON: the caller stores it between two submissions. */
export type WizardState = {
  /** Index of the step whose form the user sees. */
  readonly step: number;
  /** The data of the earlier steps. */
  readonly data: FormValues;
};

/** The state of a user who sees the first form. It is not stored. */
export const FIRST_STEP: WizardState = { step: 0, data: {} };

/**
 * Parses a stored state. Returns the state of the first step if the store has no value, or if the wizard has no such step in this
 * version of the app. The data of the earlier steps is not checked again.
 */
export function parseWizardState(stored: unknown, stepCount: number): WizardState {
  if (!isRecord(stored)) return FIRST_STEP;
  const { step, data } = stored;
  if (typeof step !== 'number' || !Number.isInteger(step) || step < 1 || step >= stepCount) return FIRST_STEP;
  return isFormValues(data) ? { step, data } : FIRST_STEP;
}

function isFormValues(value: unknown): value is FormValues {
  return (
    isRecord(value) && Object.values(value).every((entry) => typeof entry === 'string' || typeof entry === 'boolean')
  );
}
