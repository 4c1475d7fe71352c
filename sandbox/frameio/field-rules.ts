/** What a text has to be. */
export interface TextRule {
  readonly type: 'string';
  /** In characters (Unicode code points), as JSON Schema counts. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly values?: readonly string[];
  readonly format?: { readonly name: string; readonly pattern: RegExp };
}

/** What a number has to be. */
export interface NumberRule {
  readonly type: 'integer' | 'number';
  readonly minimum?: number;
  readonly maximum?: number;
}

/** What a list and its items have to be. */
export interface ListRule {
  readonly type: 'array';
  readonly items: FieldRule;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** What an object and its fields have to be. */
export interface ObjectRule {
  readonly type: 'object';
  readonly fields: FieldRules;
  /** No other fields are allowed. */
  readonly closed?: true;
}

/** Obeyed by a value that obeys one of `rules`. */
interface EitherRule {
  readonly type: 'either';
  readonly rules: readonly FieldRule[];
}

/** What a field of a request must be, in the words of JSON Schema. */
export type FieldRule = (TextRule | NumberRule | { readonly type: 'boolean' } | ListRule | ObjectRule | EitherRule) & {
  readonly required?: true;
  readonly nullable?: true;
};

/** The fields of an object, or the parameters of a path or query. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

/** What a value that obeys `Rule` is. */
type ValueOf<Rule> = Rule extends FieldRule
  ? ValueByType<Rule>[Rule['type']] | (Rule extends { readonly nullable: true } ? null : never)
  : never;

interface ValueByType<Rule> {
  string: Rule extends { readonly values: readonly (infer Value)[] } ? Value : string;
  integer: number;
  number: number;
  boolean: boolean;
  array: Rule extends { readonly items: infer Item } ? readonly ValueOf<Item>[] : never;
  object: Rule extends { readonly fields: infer Rules extends FieldRules } ? FieldValues<Rules> : never;
  either: Rule extends { readonly rules: readonly (infer Choice)[] } ? ValueOf<Choice> : never;
}

/** What an object whose fields obey `Rules` is. */
export type FieldValues<Rules extends FieldRules> = {
  readonly [Name in keyof Rules as Rules[Name] extends { readonly required: true } ? Name : never]: ValueOf<
    Rules[Name]
  >;
} & {
  readonly [Name in keyof Rules as Rules[Name] extends { readonly required: true } ? never : Name]?: ValueOf<
    Rules[Name]
  >;
};
