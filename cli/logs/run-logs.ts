import { interruptSignal } from '../interrupt-signal.ts';
import { parseDuration } from '../parse-duration.ts';
import { parseOptions } from '../parse-options.ts';
import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { ProgressLine } from '../progress-line.ts';
import { SandboxClient } from '../sandbox/sandbox-client.ts';
import type { DeployedStack } from '../stack/deployed-stack.ts';
import { findStack } from '../stack/find-stack.ts';
import { readStackOptions, STACK_HELP, STACK_OPTIONS } from '../stack/stack-options.ts';
import { UsageError } from '../usage-error.ts';
import { formatLogLine } from './format-log-line.ts';
import { inTimeOrder, type LogLine } from './log-line.ts';
import { readSandboxLog } from './read-sandbox-log.ts';
import { functionTitle, searchLogGroups } from './search-log-groups.ts';

const DEFAULT_SINCE = '1d';

const HELP = `Usage: frameio-lambda logs <id> [options]

Shows what the functions of an app logged about one delivery, in the order of time: the function, the level, the message and
the details of each line. The id is the correlation id of the delivery: it is in each log line, in \`dlq show\`, in the access log
as requestId, and in the message that a person sees when a custom action fails. With --sandbox, it can also be the id of the
delivery, or its first digits.

  --since <time>     how far to look back, such as 30m, 12h or 14d (default ${DEFAULT_SINCE}); AWS only
${STACK_HELP}
  --json             print the lines as JSON
  --help             show this help

Requires the permission logs:FilterLogEvents on the log groups of the functions, and those that find the stack:
cloudformation:DescribeStacks, cloudformation:ListStackResources and cloudformation:GetTemplate.

Exit codes: 0 for success, 1 for failure and if there is no line, 2 for a wrong command line.`;

/** Runs `logs` with these arguments and returns the exit code. */
export async function runLogs(args: readonly string[]): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...STACK_OPTIONS,
      since: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [id, ...others] = positionals;
  if (id === undefined || others.length > 0) {
    throw new UsageError(
      `Expected the id of one delivery${id === undefined ? '' : `, found ${positionals.join(' ')}`}.`,
    );
  }
  if (values.sandbox && values.since !== undefined) throw new UsageError('--since is an option for AWS.');
  const sinceMs = parseDuration(values.since ?? DEFAULT_SINCE);
  const stack = await findStack(readStackOptions(values));
  const lines = inTimeOrder(await readLines(stack, id, sinceMs));
  if (values.json) printJson(lines);
  else for (const line of lines) console.log(formatLogLine(line));
  if (lines.length > 0) return 0;
  const period = stack.aws ? ` in the last ${values.since ?? DEFAULT_SINCE}` : '';
  const advice = stack.aws ? ' CloudWatch shows a new line after some seconds. --since looks back further.' : '';
  console.error(`No line that ${stack.title} logged${period} has the correlation id ${id}.${advice}`);
  return 1;
}

async function readLines(stack: DeployedStack, id: string, sinceMs: number): Promise<readonly LogLine[]> {
  if (!stack.aws) return await readSandboxLog(new SandboxClient(stack.frameioBaseUrl), id);
  const progress = new ProgressLine();
  const waiting = new Set(stack.functions.map(functionTitle));
  const show = () => progress.show(waiting.size === 0 ? '' : `Searching the log of ${[...waiting].join(', ')} …`);
  show();
  return await searchLogGroups(stack.aws, stack.functions, {
    correlationId: id,
    since: Date.now() - sinceMs,
    onSearched: (name) => {
      waiting.delete(name);
      show();
    },
    signal: interruptSignal(),
  }).finally(() => progress.clear());
}
