import { spawn } from 'node:child_process';
import { linkedProject } from './linked-project.ts';

let project: string | undefined;

/** Returns where the commands run: the project with the comment app in place of the user's app. */
function projectFolder(): string {
  project ??= linkedProject('comment-app');
  return project;
}

/** What a command printed, and how it ended. */
export interface CommandResult {
  readonly exitCode: number | null;
  readonly output: string;
}

/** A command that runs until it is stopped. */
export interface RunningCommand {
  /** Resolves with the output so far when it contains `text` at least `times` times. */
  printed(text: string, times?: number): Promise<string>;
  /** Types a line. */
  type(line: string): void;
  /** Interrupts the command, as Ctrl+C does. */
  interrupt(): Promise<CommandResult>;
  /** Asks all its processes to end, as a process manager does. */
  terminate(): Promise<CommandResult>;
  /** Kills all its processes, as `kill -9` does. */
  kill(): Promise<CommandResult>;
}

/** Variables in addition to those of this process, or without those that are `undefined`. */
type Variables = Readonly<Record<string, string | undefined>>;

/** Runs `npm run <script> -- <options>` in the project, with the comment app, until it ends. */
export async function runScript(
  script: string,
  options: readonly string[] = [],
  environment: Variables = {},
  input = '',
): Promise<CommandResult> {
  return await runProgram('npm', ['run', '--silent', script, '--', ...options], environment, input);
}

/** Runs a program in the project, with the comment app, until it ends. */
export async function runProgram(
  program: string,
  options: readonly string[],
  environment: Variables = {},
  input = '',
): Promise<CommandResult> {
  const command = start(program, options, { ...process.env, NODE_OPTIONS: '', ...environment });
  command.end(input);
  return await command.ended;
}

/** Runs a program in the project with only this environment and the `PATH` of this process. */
export async function runIsolated(
  program: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  return await start(program, options, { PATH: process.env.PATH, ...environment }).ended;
}

/** Runs a program in a folder until it ends. */
export async function runIn(
  folder: string,
  program: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CommandResult> {
  return await start(program, options, { ...process.env, NODE_OPTIONS: '', ...environment }, folder).ended;
}

/** Starts a script of the project, by default with the comment app. It runs until it is interrupted. */
export function startScript(
  script: string,
  options: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder = projectFolder(),
): RunningCommand {
  const variables = { ...process.env, NODE_OPTIONS: '', ...environment };
  const command = start('npm', ['run', '--silent', script, '--', ...options], variables, folder);
  return {
    printed: (text, times = 1) =>
      new Promise((resolve, reject) => {
        const check = () => command.output().split(text).length > times && resolve(command.output());
        command.onOutput(check);
        check();
        command.ended.then(({ output }) =>
          reject(new Error(`The command ended without printing "${text}":\n${output}`)),
        );
      }),
    type: (line) => command.type(line),
    interrupt: () => {
      command.signal('SIGINT');
      return command.ended;
    },
    terminate: () => {
      command.signal('SIGTERM');
      return command.ended;
    },
    kill: () => {
      command.signal('SIGKILL');
      return command.ended;
    },
  };
}

function start(program: string, options: readonly string[], env: NodeJS.ProcessEnv, folder = projectFolder()) {
  const child = spawn(program, options, {
    cwd: folder,
    env,
    detached: true, // a process group of its own: npm, its shell and the program
  });
  let output = '';
  const listeners: (() => void)[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  return {
    output: () => output,
    onOutput: (listener: () => void) => listeners.push(listener),
    type: (line: string) => child.stdin.write(`${line}\n`),
    end: (input: string) => child.stdin.on('error', ignoreClosed).end(input),
    signal: (signal: NodeJS.Signals) => child.pid !== undefined && process.kill(-child.pid, signal),
    ended: new Promise<CommandResult>((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode) => resolve({ exitCode, output }));
    }),
  };
}

/** A program may end before it has read its input. */
function ignoreClosed(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
}
