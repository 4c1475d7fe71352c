import { ENV } from '../core/env.ts';
import { ConfigError } from '../core/errors.ts';
import type { ManifestVariable, VariableType } from '../core/manifest.ts';
import { describeType, parseVariable } from '../core/variable-value.ts';

/** TypeScript's type of each type of variable. */
interface ValueOfType {
  readonly string: string;
  readonly number: number;
  readonly boolean: boolean;
}

/** A variable of one type, with details. */
type DetailedVariable<Type extends VariableType = VariableType> = {
  readonly [T in Type]: {
    readonly type: T;
    /**
     * Value for a variable that is not set.
     * @default none: the variable must be set
     */
    readonly default?: ValueOfType[T];
    /**
     * Purpose of the variable, for messages.
     * @default none
     */
    readonly description?: string;
  };
}[Type];

/** A declared variable: its type, or its type with details. */
export type VariableDeclaration = VariableType | DetailedVariable;

/** The environment variables that the handlers of an app need, by name. */
export type EnvDeclaration = Readonly<Record<string, VariableDeclaration>>;

/** The values of declared variables, by name. */
export type EnvValues<Env extends EnvDeclaration> = {
  readonly [Name in keyof Env]: Env[Name] extends VariableType
    ? ValueOfType[Env[Name]]
    : Env[Name] extends { readonly type: infer Type extends VariableType }
      ? ValueOfType[Type]
      : never;
};

/** A name that Lambda accepts: letters, digits and `_`, and a letter first (Lambda API, `Environment`). */
const VALID_NAME = /^[A-Za-z][A-Za-z0-9_]+$/;

/** Names that Lambda, Node.js, Powertools or this framework reads. */
const RESERVED_PREFIXES = ['AWS_', 'LAMBDA_', 'POWERTOOLS_'] as const;
const RESERVED_NAMES: ReadonlySet<string> = new Set([...Object.values(ENV), 'NODE_OPTIONS', 'NODE_PATH', 'PATH']);

/**
 * Checks the declaration of an app and returns its variables as the manifest lists them.
 *
 * @throws ConfigError for a name that is invalid or reserved.
 */
export function readEnvDeclaration(declaration: EnvDeclaration = {}): Readonly<Record<string, ManifestVariable>> {
  return Object.fromEntries(
    Object.entries(declaration).map(([name, declared]) => {
      assertUsableName(name);
      return [name, typeof declared === 'string' ? { type: declared } : { ...declared }];
    }),
  );
}

/**
 * Returns a function that returns the values of declared variables. Each call reads and checks all of them.
 *
 * The function throws a ConfigError that names every variable that is missing or malformed, and how to set it.
 */
export function declaredEnv<Env extends EnvDeclaration>(
  variables: Readonly<Record<string, ManifestVariable>>,
): () => EnvValues<Env>;
export function declaredEnv(variables: Readonly<Record<string, ManifestVariable>>): () => unknown {
  return () => readValues(variables);
}

function readValues(variables: Readonly<Record<string, ManifestVariable>>) {
  const problems: string[] = [];
  const entries = Object.entries(variables).map(([name, variable]) => {
    const text = process.env[name]?.trim() ? process.env[name] : undefined;
    if (text === undefined) {
      if (variable.default === undefined) problems.push(`${describe(name, variable)} is not set`);
      return [name, variable.default];
    }
    const value = parseVariable(text, variable.type);
    if (value === undefined) {
      problems.push(`${describe(name, variable)} must be ${describeType(variable.type)}, but is "${text}"`);
    }
    return [name, value];
  });
  if (problems.length === 0) return Object.freeze(Object.fromEntries(entries));
  throw new ConfigError(
    `The app declares environment variables that are missing or malformed: ${problems.join('; ')}. Set them in the prop "environment" of FrameioStack or FrameioWebhook, or in .env for a local run.`,
  );
}

function describe(name: string, { description }: ManifestVariable): string {
  return description === undefined ? name : `${name} (${description})`;
}

function assertUsableName(name: string): void {
  if (!VALID_NAME.test(name)) {
    throw new ConfigError(
      `"${name}" is not a valid name of an environment variable. Use at least two letters, digits and "_", and a letter first.`,
    );
  }
  if (RESERVED_NAMES.has(name) || RESERVED_PREFIXES.some((prefix) => name.startsWith(prefix))) {
    throw new ConfigError(
      `The environment variable ${name} is reserved: Lambda or frameio-lambda uses it. Declare another name.`,
    );
  }
}
