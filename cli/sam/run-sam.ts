import { spawn } from 'node:child_process';
import { escapeControlsInLines } from '../../sandbox/terminal/escape-controls.ts';

/** How SAM ended. */
export interface SamResult {
  readonly exitCode: number;
  /** What SAM printed on standard output: the result of the function. */
  readonly output: string;
}

/** Settings of a run of SAM. */
export interface RunSamOptions {
  /** Variables besides those of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** Interrupts SAM, which then removes its container. */
  readonly signal: AbortSignal;
}

/** Lines that SAM prints for each resource of a CDK template that is not a function. They mean nothing. */
const NOISE = /Cannot detect function id from aws:cdk:path metadata/;

/** SAM shows progress by dots, without a line end. After this time, the begin of a line is printed. */
const PARTIAL_LINE_MS = 200;

/** Time for SAM to remove its container. */
const STOP_TIMEOUT_MS = 20_000;

/** Runs SAM, prints its output without the noise, and waits for its end. */
export async function runSam(args: readonly string[], { environment, signal }: RunSamOptions): Promise<SamResult> {
  const sam = spawn('sam', args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, SAM_CLI_TELEMETRY: '0', ...environment },
    detached: process.platform !== 'win32', // Ctrl+C reaches this process only, which interrupts SAM exactly once
  });
  let output = '';
  sam.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  forwardLines(sam.stdout, process.stdout);
  forwardLines(sam.stderr.setEncoding('utf8'), process.stderr);
  const stop = () => {
    sam.kill('SIGINT'); // at SIGTERM, SAM would leave its container running
    setTimeout(() => sam.kill('SIGKILL'), STOP_TIMEOUT_MS).unref();
  };
  if (signal.aborted) stop();
  signal.addEventListener('abort', stop, { once: true });
  const exitCode = await new Promise<number>((resolve, reject) => {
    sam.on('error', reject);
    sam.on('close', (code) => resolve(code ?? 1));
  });
  return { exitCode, output };
}

/** Prints the lines of SAM and of the function, which may contain any text. */
function forwardLines(from: NodeJS.ReadableStream, to: NodeJS.WritableStream): void {
  let rest = '';
  let isPartial = false;
  let timer: NodeJS.Timeout | undefined;
  const print = (text: string) => to.write(escapeControlsInLines(text.replaceAll('\r', '')));
  const flush = () => {
    if (rest !== '') print(rest);
    isPartial ||= rest !== '';
    rest = '';
  };
  from.on('data', (text: string) => {
    clearTimeout(timer);
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (isPartial || !NOISE.test(line)) print(`${line}\n`);
      isPartial = false;
    }
    timer = setTimeout(flush, PARTIAL_LINE_MS);
  });
  from.on('end', () => {
    clearTimeout(timer);
    if (!NOISE.test(rest)) flush();
    if (isPartial) to.write('\n'); // SAM ends the result without a line end
  });
}
