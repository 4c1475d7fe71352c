import type { ClockState } from '../../sandbox/sandbox-api.ts';
import { formatDuration } from '../../sandbox/terminal/format-duration.ts';
import { parseDuration } from '../parse-duration.ts';
import { parseOptions } from '../parse-options.ts';
import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { findSandbox, SANDBOX_HELP, SANDBOX_OPTIONS } from '../sandbox/find-sandbox.ts';
import type { SandboxClient } from '../sandbox/sandbox-client.ts';
import { UsageError } from '../usage-error.ts';

const HELP = `Usage: frameio-lambda clock [advance <duration> | speed <n>] [options]

Shows the clock of the running sandbox. Delayed messages, retries and time limits follow this clock.

  advance <duration>  advance the clock, for example by 90s, 15m or 1h30m. What becomes due runs before the command ends
  speed <n>           run the clock n times as fast (1 to 600) while no function runs; speed 1 stops that

  --json              print the clock as JSON
${SANDBOX_HELP}
  --help              show this help

Exit codes: 0 for success, 1 for failure, 2 for a wrong command line.`;

/** Runs `clock` with these arguments and returns the exit code. */
export async function runClock(args: readonly string[]): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...SANDBOX_OPTIONS,
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const clock = await call(findSandbox(values), positionals);
  if (values.json) printJson(clock);
  else console.log(formatClock(clock));
  return 0;
}

async function call(client: SandboxClient, positionals: readonly string[]): Promise<ClockState> {
  const [verb, value, ...others] = positionals;
  if (others.length > 0) throw new UsageError(`Expected one value after ${verb}, found ${others.length + 1}.`);
  switch (verb) {
    case undefined:
      return await client.get('/sandbox/clock');
    case 'advance':
      if (value === undefined) throw new UsageError('Expected a duration after advance, such as 15m.');
      return await client.post('/sandbox/clock/advance', { seconds: parseDuration(value) / 1_000 });
    case 'speed':
      if (value === undefined || !/^\d+(\.\d+)?$/.test(value)) {
        throw new UsageError('Expected a number after speed, such as 60.');
      }
      return await client.post('/sandbox/clock', { speed: Number(value) });
    default:
      throw new UsageError(`Expected advance or speed, found "${verb}".`);
  }
}

function formatClock({ now, offsetMs, speed }: ClockState): string {
  const ahead = offsetMs < 1_000 ? 'the time of this machine' : `${formatDuration(offsetMs)} ahead of this machine`;
  return `${now}  ${ahead}${speed === 1 ? '' : `, ${speed} times as fast`}`;
}
