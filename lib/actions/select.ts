/** An option of a list, as Frame.io names its parts: `name` is the text to show, `value` is the data. */
export type SelectOption<Value extends string = string> = {
  readonly name: string;
  readonly value: Value;
};

/** A list to choose one option from. */
export type SelectField<Value extends string = string> = {
  readonly type: 'select';
  readonly label: string;
  readonly value?: Value;
  readonly options: readonly SelectOption<Value>[];
};

/** Options as a record of value to text, or as a list. */
type Options = Readonly<Record<string, string>> | readonly SelectOption[];

/** The value of an option: a union for a record, `string` for a list, because lists are usually loaded. */
type ValueOf<Given extends Options> = Given extends readonly SelectOption[]
  ? string
  : `${Extract<keyof Given, string | number>}`;

/** Settings of `select`. */
export interface SelectSettings<Given extends Options> {
  /** Text above the list. */
  readonly label: string;
  /**
   * The options. A record of value to text, `{ cold: 'Cold storage' }`, gives the data the type of its keys. A list,
   * `[{ name: 'Cold storage', value: 'cold' }]`, suits options that are loaded. Its data is a string.
   */
  readonly options: Given;
  /**
   * Value of the option that is selected at first.
   * @default none
   */
  readonly value?: ValueOf<Given> | undefined;
}

/** Creates a list to choose one option from. Its data is the `value` of the option. */
export function select<Given extends Options>(settings: SelectSettings<Given>): SelectField<ValueOf<Given>>;
export function select({ label, options, value }: SelectSettings<Options>): SelectField {
  return {
    type: 'select',
    label,
    ...(value !== undefined && { value }),
    options: isList(options)
      ? options.map((option) => ({ name: option.name, value: option.value }))
      : Object.entries(options).map(([key, name]) => ({ name, value: key })),
  };
}

function isList(options: Options): options is readonly SelectOption[] {
  return Array.isArray(options);
}
