import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Node of the Lambda runtime, as `bench/package.json` has it. */
export const LAMBDA_NODE = fileURLToPath(new URL('node_modules/.bin/node', import.meta.url));

/** Nothing of the caller's environment, so that no setting of this machine is measured along; what Lambda sets instead. */
const LAMBDA_ENVIRONMENT = {
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN: 'bench',
  AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
  AWS_LAMBDA_FUNCTION_NAME: 'bench',
  POWERTOOLS_SERVICE_NAME: 'frameio-lambda',
};

/** What a script left behind that ran in a process of its own. */
export interface ProcessRun {
  /** When the process was started, in ms since 1970. */
  readonly startedAt: number;
  /** From the start of the process to its end, in ms. */
  readonly wallMs: number;
  /** What the script reported through `report`. */
  readonly report: string;
}

/** How a script is run. */
export interface RunOptions {
  /** Given to the script as JSON, its first argument. */
  readonly task: unknown;
  /** Variables beside those that Lambda sets. */
  readonly environment: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

/**
 * Runs a script in a fresh process on Lambda's Node, and waits for it: in the meantime this thread does nothing.
 *
 * @throws Error with what it wrote to standard error, when it fails.
 */
export function runInLambdaNode(script: string, options: RunOptions): ProcessRun {
  const { task, environment, nodeOptions = [] } = options;
  const startedAt = epochMs();
  const { status, error, output } = spawnSync(LAMBDA_NODE, [...nodeOptions, script, JSON.stringify(task)], {
    env: { ...LAMBDA_ENVIRONMENT, ...environment },
    // Standard output belongs to the contestants, which may log; the report has a pipe of its own.
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const wallMs = epochMs() - startedAt;
  if (error) throw error;
  if (status !== 0) throw new Error(`${script} failed:\n${output[2]}`);
  return { startedAt, wallMs, report: output[3] ?? '' };
}

/** Milliseconds since 1970, to a fraction: comparable between processes. */
function epochMs(): number {
  return performance.timeOrigin + performance.now();
}
