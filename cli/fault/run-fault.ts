import type { ApiFaultState } from '../../sandbox/sandbox-api.ts';
import { escapeControls } from '../../sandbox/terminal/escape-controls.ts';
import { parseDuration } from '../parse-duration.ts';
import { parseOptions } from '../parse-options.ts';
import { printJson } from '../print-json.ts';
import { findSandbox, SANDBOX_HELP, SANDBOX_OPTIONS } from '../sandbox/find-sandbox.ts';
import { UsageError } from '../usage-error.ts';

const HELP = `Usage: frameio-lambda fault [<status> | end [id]] [options]

Lets the Frame.io of the running sandbox answer an error, to see how the app survives it. Lists the faults that are active.

  <status>          status of the answer, from 400 to 599: 429 for a rate limit, 503 for an outage
  end [id]          end a fault, or all of them

  --calls <which>   an operation such as files.show or comments.*, or a path such as '/v4/accounts/*/files/*', where * is
                    any part and ** any text (default: every call)
  --count <n>       end after n calls
  --for <duration>  end after this time of the sandbox's clock, for example 90s or 15m (default 30s, without --count)
  --json            print the active faults as JSON
${SANDBOX_HELP}
  --help            show this help

Exit codes: 0 for success, 1 for failure, 2 for a wrong command line.`;

/** Runs `fault` with these arguments and returns the exit code. */
export async function runFault(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions({
    args: [...args],
    options: {
      ...SANDBOX_OPTIONS,
      calls: { type: 'string' },
      count: { type: 'string' },
      for: { type: 'string' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const client = findSandbox(values);
  const [word, id, ...others] = positionals;
  if (others.length > 0 || (id !== undefined && word !== 'end')) {
    throw new UsageError(`Expected a status, or end and an id, found ${positionals.join(' ')}.`);
  }
  const path = '/sandbox/faults';
  if (word === 'end') await client.delete(id === undefined ? path : `${path}/${encodeURIComponent(id)}`);
  else if (word !== undefined) await client.post(path, readFault(word, values));
  const { faults } = await client.get<{ faults: readonly ApiFaultState[] }>(path);
  if (values.json) printJson(faults);
  else if (faults.length === 0) console.log('No faults.');
  else for (const fault of faults) console.log(formatFault(fault));
  return 0;
}

interface FaultOptions {
  readonly calls?: string | undefined;
  readonly count?: string | undefined;
  readonly for?: string | undefined;
}

function readFault(word: string, { calls, count, for: duration }: FaultOptions): object {
  const status = Number(word);
  if (!(Number.isInteger(status) && status >= 400 && status <= 599)) {
    throw new UsageError(`Expected a status from 400 to 599, or end, found "${word}".`);
  }
  if (count !== undefined && !/^[1-9]\d*$/.test(count)) {
    throw new UsageError(`--count must be 1 or more, but is "${count}".`);
  }
  return {
    status,
    ...(calls !== undefined && { calls }),
    ...(count !== undefined && { count: Number(count) }),
    ...(duration !== undefined && { seconds: parseDuration(duration) / 1_000 }),
  };
}

function formatFault({ id, calls, status, remaining, endsAt }: ApiFaultState): string {
  const ends = [
    ...(remaining === null ? [] : [`for ${remaining} more ${remaining === 1 ? 'call' : 'calls'}`]),
    ...(endsAt === null ? [] : [`until ${endsAt}`]),
  ];
  return `${id}  ${escapeControls(calls)} answers ${status} ${ends.join(' or ')}`;
}
