/**
 * A box to check. Frame.io's guide names the type `boolean` and the value `"false"`. Integrations in use send the type
 * `checkbox` and a boolean, so this framework does too.
 */
export type CheckboxField = {
  readonly type: 'checkbox';
  readonly label: string;
  readonly value: boolean;
};

/** Settings of `checkbox`. */
export interface CheckboxSettings {
  /** Text beside the box. */
  readonly label: string;
  /**
   * Whether the box is checked at first.
   * @default false
   */
  readonly value?: boolean | undefined;
}

/** Creates a box to check. Its data is a boolean. */
export function checkbox({ label, value = false }: CheckboxSettings): CheckboxField {
  return { type: 'checkbox', label, value };
}

/** Returns the value of a submitted checkbox, a boolean or its text. Returns `undefined` for anything else. */
export function parseCheckbox(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}
