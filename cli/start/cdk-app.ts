import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseRecord, recordOf } from '../../lib/core/type-guards.ts';

/** A program that synthesizes stacks, as the CDK CLI runs it. */
export interface CdkApp {
  /** A command for the shell, or a program and its arguments. */
  readonly command: string | readonly [program: string, ...args: string[]];
  /** What `command` is, for people. */
  readonly description: string;
  /** Context of `cdk.json` and `cdk.context.json`. */
  readonly context: Readonly<Record<string, unknown>>;
}

/**
 * Returns the CDK app of a project: the one that its `cdk.json` names, otherwise a stack with the functions in `functions/`.
 *
 * @throws Error if the folder has no project, or its `cdk.json` names no app.
 */
export function cdkAppOf(folder: string): CdkApp {
  const settings = readJson(join(folder, 'cdk.json'));
  if (!settings) return defaultApp(folder);
  const { app, context } = settings;
  if (typeof app !== 'string' || app.trim() === '') {
    throw new Error('Expected cdk.json to name the CDK app. Add to it: "app": "npx tsx cdk/app.ts"');
  }
  const lookedUp = readJson(join(folder, 'cdk.context.json'));
  return { command: app, description: app, context: { ...lookedUp, ...recordOf(context) } };
}

function defaultApp(folder: string): CdkApp {
  if (!existsSync(join(folder, 'functions', 'app.ts'))) {
    throw new Error(
      `Expected a project in ${folder}, found neither cdk.json nor functions/app.ts. Create a project here with: npx frameio-lambda init`,
    );
  }
  // The file has the extension of this one: .ts in the repository, .js in the package.
  const [extension = ''] = /\.\w+$/.exec(import.meta.url) ?? [];
  const program = fileURLToPath(new URL(`./default-cdk-app${extension}`, import.meta.url));
  return {
    command: [process.execPath, ...process.execArgv, program],
    description: 'the stack of the functions in functions/, because there is no cdk.json',
    context: {},
  };
}

/** @returns `undefined` if there is no such file. @throws Error if it is not a JSON object. */
function readJson(path: string): Readonly<Record<string, unknown>> | undefined {
  if (!existsSync(path)) return undefined;
  const record = parseRecord(readFileSync(path, 'utf8'));
  if (!record) throw new Error(`Expected ${path} to be a JSON object. Fix its syntax.`);
  return record;
}
