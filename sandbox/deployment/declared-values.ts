import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { secretIdVariable, secretValueVariable } from '../../lib/core/env.ts';
import type { AppManifest } from '../../lib/core/manifest.ts';

/** The app of a webhook, and the functions that run it. */
export type DeployedApp = Pick<SynthesizedStack, 'manifest' | 'functions'>;

/** Values by name, as a `.env` file has them. An empty value counts as none. */
export type LocalValues = Readonly<Record<string, string>>;

/**
 * Says which variables and secrets an app declares and nothing sets, one line each. A variable needs a default, a value in
 * the template or a local value. A secret needs a local value: its own one is on AWS.
 */
export function missingValues({ manifest, functions }: DeployedApp, values: LocalValues): readonly string[] {
  const isSet = (name: string) => values[name] || functions.some(({ environment }) => name in environment);
  const variables = Object.entries(manifest.env)
    .filter(([name, declaration]) => declaration.default === undefined && !isSet(name))
    .map(([name, declaration]) => formatMissing(`variable ${name}`, name, declaration, values));
  const secrets = Object.entries(manifest.secrets)
    .filter(([name]) => !values[secretValueVariable(name)])
    .map(([name, declaration]) => formatMissing(`secret ${name}`, secretValueVariable(name), declaration, values));
  return [...variables, ...secrets];
}

function formatMissing(
  declared: string,
  variable: string,
  { description }: { readonly description?: string },
  values: LocalValues,
): string {
  const about = description === undefined ? '' : ` (${description})`;
  const found = variable in values ? ' Its value there is empty: write a value with # in quotes.' : '';
  return `The app declares the ${declared}${about}. Add ${variable}=<value> to .env (see .env.example).${found}`;
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
