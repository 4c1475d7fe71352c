import { statSync } from 'node:fs';
import { readSynthesized, type SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { type LocalValues, missingValues } from '../../sandbox/deployment/declared-values.ts';
import { formatLine } from '../../sandbox/terminal/lines.ts';
import type { CdkApp } from './cdk-app.ts';
import type { StartOptions } from './options.ts';
import { readDotEnv } from './read-dot-env.ts';
import { runCdkApp } from './run-cdk-app.ts';

/** The stack of a project, and the values of `.env`. */
export interface BuiltStack {
  readonly stack: SynthesizedStack;
  readonly values: LocalValues;
}

/** What to build, and how. */
export interface BuildOptions extends Pick<StartOptions, 'mode' | 'webhook'> {
  readonly folder: string;
  readonly cdkApp: CdkApp;
}

/**
 * Builds the stack of a project for the sandbox, and prints the size of its bundles.
 *
 * @param outdir - Folder for the templates and the bundles. What it holds is deleted first.
 * @throws Error if the CDK app fails, or `.env` lacks a value.
 */
export async function buildStack({ folder, cdkApp, mode, webhook }: BuildOptions, outdir: string): Promise<BuiltStack> {
  await runCdkApp(cdkApp, { folder, outdir, ...(mode && { deliveryMode: mode }) });
  const stack = readSynthesized(outdir, webhook);
  for (const { constructPath, bundlePath } of stack.functions) {
    console.log(formatLine('bundle', `${constructPath}, ${Math.round(statSync(bundlePath).size / 1_000)} KB`));
  }
  const values = readDotEnv(folder);
  const missing = missingValues(stack, values);
  if (missing.length > 0) throw new Error(missing.join('\n'));
  return { stack, values };
}
