import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { secretIdVariable, secretValueVariable } from '../../lib/core/env.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { describeType, parseVariable } from '../../lib/core/variable-value.ts';

/** The app of a webhook, and the functions that run it. */
export type DeployedApp = Pick<SynthesizedStack, 'manifest' | 'functions'>;

/** Values by name, as a `.env` file has them. An empty value counts as none. */
export type LocalValues = Readonly<Record<string, string>>;

/**
 * Says which variables and secrets an app declares and nothing sets, or sets to a value of another type, one line each. A
 * variable needs a default, a value in the template or a local value. A secret needs a local value: its own one is on AWS.
 */
export function missingValues({ manifest, functions }: DeployedApp, values: LocalValues): readonly string[] {
  const deployed: DeployedApp['functions'][number]['environment'] = Object.assign(
    {},
    ...functions.map(({ environment }) => environment),
  );
  const variables = Object.entries(manifest.env).flatMap(([name, declaration]) => {
    const text = values[name] || deployed[name];
    if (typeof text === 'string' && text !== '') return malformed(name, text, declaration);
    if (text === undefined && declaration.default !== undefined) return [];
    const about = `variable ${name}${formatDescription(declaration)}`;
    return text
      ? [`The value of the ${about} is known only after a deployment. Add ${name}=<value> to .env.`]
      : [formatMissing(about, name, values)];
  });
  const secrets = Object.entries(manifest.secrets)
    .map(([name, declaration]) => ({ name, declaration, variable: secretValueVariable(name) }))
    .filter(({ variable }) => !values[variable])
    .map(({ name, declaration, variable }) =>
      formatMissing(`secret ${name}${formatDescription(declaration)}`, variable, values),
    );
  return [...variables, ...secrets];
}

function malformed(name: string, text: string, { type }: AppManifest['env'][string]): readonly string[] {
  if (parseVariable(text, type) !== undefined) return [];
  return [
    `The variable ${name} must be ${describeType(type)}, but is ${JSON.stringify(text)}. Correct it in .env or in the stack.`,
  ];
}

function formatMissing(declared: string, variable: string, values: LocalValues): string {
  const found = variable in values ? ' Its value there is empty: write a value with # in quotes.' : '';
  return `The app declares the ${declared}. Add ${variable}=<value> to .env (see .env.example).${found}`;
}

function formatDescription({ description }: { readonly description?: string }): string {
  return description === undefined ? '' : ` (${description})`;
}

/** Returns the declared variables that have a local value. They override the template's. */
export function declaredVariables({ env }: AppManifest, values: LocalValues): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => name in env && value !== ''));
}

/** A declared secret with its local value. */
export interface LocalSecret {
  /** Name of the variable with the id. */
  readonly idVariable: string;
  /** Id of a function whose template sets no id. */
  readonly defaultId: string;
  readonly value: string;
}

/** Returns the declared secrets that have a local value. */
export function declaredSecrets({ secrets }: AppManifest, values: LocalValues): readonly LocalSecret[] {
  return Object.entries(secrets).flatMap(([name, { secretId = name }]) => {
    const value = values[secretValueVariable(name)];
    return !value ? [] : [{ idVariable: secretIdVariable(name), defaultId: secretId, value }];
  });
}
