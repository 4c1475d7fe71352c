/** An input of one line (`text`) or several lines (`textarea`). */
export type TextField = {
  readonly type: 'text' | 'textarea';
  readonly label: string;
  readonly value?: string;
};

/** Settings of `text` and `textarea`. */
export interface TextSettings {
  /** Text above the input. */
  readonly label: string;
  /**
   * Text in the input at first.
   * @default none
   */
  readonly value?: string | undefined;
}

/** Creates an input of one line. Its data is a string, which can be empty. */
export function text({ label, value }: TextSettings): TextField {
  return { type: 'text', label, ...(value !== undefined && { value }) };
}

/** Creates an input of several lines. Its data is a string, which can be empty. */
export function textarea(settings: TextSettings): TextField {
  return { ...text(settings), type: 'textarea' };
}
