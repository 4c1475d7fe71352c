import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The Lambda runtime's Node.js, from the npm package `node` in `bench/package.json`. */
export const LAMBDA_NODE = fileURLToPath(new URL('node_modules/.bin/node', import.meta.url));

/** Variables that Lambda sets. The process gets none of this machine's, so that they do not change the result. */
const LAMBDA_ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'bench',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  POWERTOOLS_SERVICE_NAME: 'frameio-lambda',
};

/** Result of a script that ran in its own process. */
export interface ProcessRun {
  /** When the process was started, in milliseconds since 1970, with a fraction. */
  readonly startedAt: number;
  /** JSON that the script passed to `report`. */
  readonly report: string;
}

/** How to run a script. */
export interface RunOptions {
  /** Passed to the script as JSON, in its first argument. */
  readonly task: unknown;
  /** Variables in addition to those that Lambda sets. */
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Command-line options of Node.js.
   * @default none
   */
  readonly nodeOptions?: readonly string[];
}

/**
 * Runs a script in a fresh process on Lambda's Node.js. Blocks this thread until the process ends.
 *
 * @throws Error with the script's standard error output if the script fails.
 */
export function runInLambdaNode(script: string, options: RunOptions): ProcessRun {
  const { task, environment, nodeOptions = [] } = options;
  const startedAt = performance.timeOrigin + performance.now();
  const { status, error, output } = spawnSync(LAMBDA_NODE, [...nodeOptions, script, JSON.stringify(task)], {
    env: { ...LAMBDA_ENVIRONMENT, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'], // the fourth is the report's
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw error;
  if (status !== 0) throw new Error(`${script} failed with ${status}:\n${output[2]}`);
  return { startedAt, report: output[3] ?? '' };
}
