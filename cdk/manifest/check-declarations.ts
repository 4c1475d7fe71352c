import { Token } from 'aws-cdk-lib';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { describeType, parseVariable } from '../../lib/core/variable-value.ts';
import type { StoredSecret } from '../constructs/stored-secret.ts';

/** What a deployment gives to an app. */
export interface GivenValues {
  /** Values of declared variables, by name. */
  readonly environment: Readonly<Record<string, string>>;
  /** Stored secrets, by the name of the declared secret. */
  readonly secrets: Readonly<Record<string, StoredSecret>>;
  /** Whether the stack runs in the sandbox, where `.env` supplies what is missing. */
  readonly isLocal: boolean;
}

/**
 * Compares what an app declares with what the deployment gives.
 *
 * @throws Error with every missing, malformed or undeclared value, and how to fix it.
 */
export function checkDeclarations({ env, secrets }: AppManifest, given: GivenValues): void {
  const problems = [
    ...Object.keys(given.environment).flatMap((name) => undeclared('variable', name, Object.keys(env))),
    ...Object.keys(given.secrets).flatMap((name) => undeclared('secret', name, Object.keys(secrets))),
    ...Object.entries(env).flatMap(([name, variable]) => {
      const text = given.environment[name];
      if (text?.trim()) return malformed(name, text, variable);
      return given.isLocal || variable.default !== undefined ? [] : [missingVariable(name, variable)];
    }),
    ...Object.entries(secrets).flatMap(([name, secret]) => {
      const isStored = given.secrets[name] !== undefined || secret.secretId !== undefined;
      return given.isLocal || isStored ? [] : [missingSecret(name, secret)];
    }),
  ];
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

function undeclared(kind: 'variable' | 'secret', name: string, declared: readonly string[]): readonly string[] {
  if (declared.includes(name)) return [];
  const known = declared.length === 0 ? `The app declares no ${kind}.` : `It declares: ${declared.join(', ')}.`;
  return [
    `The deployment gives the ${kind} ${name}, which the app does not declare. ${known} Correct the name, or declare it in app.ts.`,
  ];
}

function malformed(name: string, text: string, { type }: AppManifest['env'][string]): readonly string[] {
  if (Token.isUnresolved(text) || parseVariable(text, type) !== undefined) return [];
  return [
    `The variable ${name} must be ${describeType(type)}, but the deployment sets it to ${JSON.stringify(text)}. Correct the prop "environment".`,
  ];
}

function missingVariable(name: string, described: { readonly description?: string }): string {
  return `The app declares the variable ${name}${formatDescription(described)}, but the deployment has no value for it. Pass it: new FrameioStack(..., { environment: { ${name}: '...' } }).`;
}

function missingSecret(name: string, described: { readonly description?: string }): string {
  const key = /^\w+$/.test(name) ? name : `'${name}'`;
  return `The app declares the secret ${name}${formatDescription(described)}, but the deployment has no stored secret for it. Name it in app.ts: { secrets: { ${key}: '<name in Secrets Manager>' } }. Or pass a secret of your stack in the prop "secrets": { ${key}: <secret> }.`;
}

function formatDescription({ description }: { readonly description?: string }): string {
  return description === undefined ? '' : ` (${description})`;
}
