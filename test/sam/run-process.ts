import { spawn } from 'node:child_process';

/** Settings of a process. */
export interface RunProcessOptions {
  readonly cwd?: string;
  /** @default those of this process */
  readonly env?: NodeJS.ProcessEnv;
  /** Kills the process and those that it started. */
  readonly signal?: AbortSignal;
}

/** Runs a program until it ends. Returns its standard output. @throws Error with all its output if it fails. */
export async function runProcess(
  [program = '', ...args]: readonly string[],
  { cwd, env = process.env, signal }: RunProcessOptions = {},
): Promise<string> {
  signal?.throwIfAborted();
  const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let result = '';
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    result += text;
    output += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  const kill = () => child.pid !== undefined && process.kill(-child.pid, 'SIGKILL');
  signal?.addEventListener('abort', kill, { once: true });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).finally(() => signal?.removeEventListener('abort', kill));
  signal?.throwIfAborted();
  if (exitCode !== 0) throw new Error(`${[program, ...args].join(' ')} ended with ${exitCode}:\n${output.trim()}`);
  return result;
}
