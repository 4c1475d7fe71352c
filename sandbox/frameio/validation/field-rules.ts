/** Rule for a string. */
export interface TextRule {
  readonly type: 'string';
  /** Length in Unicode code points, as in JSON Schema. */
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly values?: readonly string[];
  readonly format?: { readonly name: string; readonly pattern: RegExp };
}

/** Rule for a number. */
export interface NumberRule {
  readonly type: 'integer' | 'number';
  readonly minimum?: number;
  readonly maximum?: number;
}

/** Rule for a list and its items. */
export interface ListRule {
  readonly type: 'array';
  readonly items: FieldRule;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
}

/** Rule for an object and its fields. */
export interface ObjectRule {
  readonly type: 'object';
  readonly fields: FieldRules;
  /** Whether other fields are forbidden. */
  readonly closed?: true;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

/** Rule for a value that must satisfy one of several rules. */
export interface EitherRule {
  readonly type: 'either';
  readonly rules: readonly FieldRule[];
  /** The field of an object that decides which rule applies: each rule has other values for it. */
  readonly discriminator?: string;
}

/** Rule for any value, null included. */
interface AnyRule {
  readonly type: 'any';
}

/** Rule for a field of a request, in the terms of JSON Schema. */
export type FieldRule = (
  | TextRule
  | NumberRule
  | { readonly type: 'boolean' }
  | ListRule
  | ObjectRule
  | EitherRule
  | AnyRule
) & {
  readonly required?: true;
  readonly nullable?: true;
};

/** Rules for the fields of an object, or for the parameters of a path or query. */
export type FieldRules = Readonly<Record<string, FieldRule>>;

/** Returns the same rule for a field that may be missing. */
export function optional<const Rule extends FieldRule & { readonly required: true }>({
  required: _,
  ...rule
}: Rule): Omit<Rule, 'required'> {
  return rule;
}

/** Type of a value that satisfies `Rule`. */
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
  any: unknown;
  either: Rule extends { readonly rules: readonly (infer Choice)[] } ? ValueOf<Choice> : never;
}

/** Type of an object whose fields satisfy `Rules`. */
export type FieldValues<Rules extends FieldRules> = {
  readonly [Name in keyof Rules as Rules[Name] extends { readonly required: true } ? Name : never]: ValueOf<
    Rules[Name]
  >;
} & {
  readonly [Name in keyof Rules as Rules[Name] extends { readonly required: true } ? never : Name]?: ValueOf<
    Rules[Name]
  >;
};
