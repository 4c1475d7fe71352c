import { describeFault, describeRemaining } from '../../sandbox/faults/describe-fault.ts';
import { FAULT_PRESETS } from '../../sandbox/faults/fault-presets.ts';
import type { FaultRequest, FaultState } from '../../sandbox/sandbox-api.ts';
import { escapeControls } from '../../sandbox/terminal/escape-controls.ts';
import { parseDuration } from '../parse-duration.ts';
import { parseOptions } from '../parse-options.ts';
import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { findSandbox, SANDBOX_HELP, SANDBOX_OPTIONS } from '../sandbox/find-sandbox.ts';
import { UsageError } from '../usage-error.ts';

/** The faults with a name. A status is one, too. */
const NAMED = FAULT_PRESETS.filter(({ word }) => !/^\d+$/.test(word));

const HELP = `Usage: frameio-lambda fault [<status> | <name> | end [id]] [options]

Lets Frame.io or an AWS service of the running sandbox fail, to see how the app survives it. Lists the faults that are
active. Each fault ends by itself.

  <status>            Frame.io answers with this status, from 400 to 599: 429 for a rate limit, 503 for an outage
  slow                Frame.io answers late
  secrets-manager     Secrets Manager answers 500
  sqs                 SQS answers 500 to the functions
  dynamodb            DynamoDB answers 500 to the functions
  kill                the next function is killed as soon as a handler has started
  rotate-secret       Frame.io signs with a new secret, which Secrets Manager receives when the fault ends
  end [id]            end a fault, or all of them

  --calls <which>     only these calls: an operation such as files.show, comments.* or GetItem, or a path such as
                      '/v4/accounts/*/files/*', where * is any part and ** any text; with kill, a role such as worker
                      (default: every call)
  --count <n>         end after n calls
  --for <duration>    end after this time of the sandbox's clock, for example 90s or 15m (default 30s, without --count)
  --delay <duration>  how late Frame.io answers, also with a status (default 4s with slow)
  --json              print the active faults as JSON
${SANDBOX_HELP}
  --help              show this help

Exit codes: 0 for success, 1 for failure, 2 for a wrong command line.`;

/** Runs `fault` with these arguments and returns the exit code. */
export async function runFault(args: readonly string[]): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...SANDBOX_OPTIONS,
      calls: { type: 'string' },
      count: { type: 'string' },
      for: { type: 'string' },
      delay: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const client = findSandbox(values);
  const [word, id, ...others] = positionals;
  if (others.length > 0 || (id !== undefined && word !== 'end')) {
    throw new UsageError(`Expected a status, a name, or end and an id, found ${positionals.join(' ')}.`);
  }
  const path = '/sandbox/faults';
  if (word === 'end') await client.delete(id === undefined ? path : `${path}/${encodeURIComponent(id)}`);
  else if (word !== undefined) await client.post(path, readFault(word, values));
  const { faults } = await client.get<{ faults: readonly FaultState[] }>(path);
  if (values.json) printJson(faults);
  else if (faults.length === 0) console.log('No faults.');
  else for (const fault of faults) console.log(formatFault(fault));
  return 0;
}

interface FaultOptions {
  readonly calls?: string | undefined;
  readonly count?: string | undefined;
  readonly for?: string | undefined;
  readonly delay?: string | undefined;
}

function readFault(word: string, { calls, count, for: duration, delay }: FaultOptions): FaultRequest {
  const { count: defaultCount, seconds, ...request } = readRequest(word);
  if (count !== undefined && !/^[1-9]\d*$/.test(count)) {
    throw new UsageError(`--count must be 1 or more, but is "${count}".`);
  }
  const hasEnd = count !== undefined || duration !== undefined;
  return {
    ...request,
    ...(!hasEnd && defaultCount !== undefined && { count: defaultCount }),
    ...(!hasEnd && seconds !== undefined && { seconds }),
    ...(calls !== undefined && { calls }),
    ...(count !== undefined && { count: Number(count) }),
    ...(duration !== undefined && { seconds: parseDuration(duration) / 1_000 }),
    ...(delay !== undefined && { delay_seconds: parseDuration(delay) / 1_000 }),
  };
}

function readRequest(word: string): FaultRequest {
  const named = NAMED.find((preset) => preset.word === word);
  if (named) return named.request;
  const status = Number(word);
  if (Number.isInteger(status) && status >= 400 && status <= 599) return { status };
  const names = NAMED.map((preset) => preset.word).join(', ');
  throw new UsageError(`Expected a status from 400 to 599, end, or one of ${names}, found "${word}".`);
}

function formatFault(fault: FaultState): string {
  const { id, endsAt } = fault;
  const remaining = describeRemaining(fault);
  const ends = [...(remaining === '' ? [] : [remaining]), ...(endsAt === null ? [] : [`until ${endsAt}`])];
  return `${id}  ${escapeControls(describeFault(fault))} ${ends.join(' or ')}`;
}
