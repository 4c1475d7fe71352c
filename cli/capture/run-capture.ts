import { existsSync, readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { Delivery } from '../../sandbox/sandbox-api.ts';
import { findDeadLetterQueue, locateQueues } from '../dlq/find-queue.ts';
import { scanDeadLetters } from '../dlq/scan-dead-letters.ts';
import { LOCAL_SANDBOX, parseOptions } from '../parse-options.ts';
import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { findSandbox } from '../sandbox/find-sandbox.ts';
import { STACK_HELP, STACK_OPTIONS, type StackOptions } from '../stack/stack-options.ts';
import { UsageError } from '../usage-error.ts';
import { type CapturedBody, captureLog, captureText } from './captured-bodies.ts';
import { readLog } from './read-log.ts';
import { type WrittenFile, writeEventFiles } from './write-event-files.ts';

const HELP = `Usage: frameio-lambda capture <log | -> [options]
       frameio-lambda capture --dead-letters <deployed | sandbox> [options]
       frameio-lambda capture --delivery <id> [options]

Writes event files for \`send\`, \`npm run sam:invoke\` and tests: requests of Frame.io with their bodies, but without valid
signatures. Overwrites no file. The bodies hold ids and, if a user submitted a form, what the user entered.

  <log>              file with the log of a deployed function, such as the output of \`aws logs tail\`; - reads standard
                     input. Lines of the framework have the event and the id of the resource: the other ids are zeros.
                     A line with a whole event, such as { payload: event.payload }, gives all ids
  --dead-letters <of>
                     the dead-lettered deliveries of the deployed stack, or of the sandbox
  --dead-letter-queue-url <url>
                     queue to use in place of that of the stack (default: the variable DEAD_LETTER_QUEUE_URL, if it is set)
  --delivery <id>    a delivery of the running sandbox
  --type <name>      only this event or action
  --limit <n>        maximum number of files (default 20)
  --out <dir>        folder for the files (default events)
  --json             print the files as JSON
${STACK_HELP}
  --help             show this help

Exit codes: 0 for success, 1 if there was nothing to capture, 2 for a wrong command line.`;

const DEFAULT_LIMIT = 20;

/** Runs `capture` with these arguments and returns the exit code. */
export async function runCapture(args: readonly string[]): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...STACK_OPTIONS,
      'dead-letters': { type: 'string' },
      'dead-letter-queue-url': { type: 'string' },
      delivery: { type: 'string' },
      type: { type: 'string' },
      limit: { type: 'string', default: String(DEFAULT_LIMIT) },
      out: { type: 'string', default: 'events' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  if (!/^[1-9]\d*$/.test(values.limit)) throw new UsageError(`--limit must be 1 or more, but is "${values.limit}".`);
  const { delivery, type, out, json } = values;
  const sources = [...positionals, values['dead-letters'], delivery].filter((source) => source !== undefined);
  if (sources.length !== 1) throw new UsageError('Expected a log, --dead-letters or --delivery: one of them.');
  refuseUnused(values);
  const found =
    delivery === undefined ? await readSource(positionals[0], values) : await readDelivery(delivery, values);
  const wanted = found.filter((body) => type === undefined || body.type === type).slice(-Number(values.limit));
  const files = writeEventFiles(out, wanted);
  if (json) printJson(files);
  else for (const file of files) console.log(formatFile(file));
  if (files.length === 0) console.error('No requests of Frame.io found.');
  return files.length === 0 ? 1 : 0;
}

interface SourceOptions extends StackOptions {
  readonly delivery?: string | undefined;
  readonly 'dead-letters'?: string | undefined;
  readonly 'dead-letter-queue-url'?: string | undefined;
}

const AWS_OPTION_NAMES = ['stack', 'webhook', 'profile', 'region'] as const;
const SANDBOX_OPTION_NAMES = ['sandbox', 'state'] as const;
const PLACE_OPTION_NAMES = [...AWS_OPTION_NAMES, ...SANDBOX_OPTION_NAMES, 'dead-letter-queue-url'] as const;

/** @throws UsageError for an option that the source of the requests does not use. */
function refuseUnused(options: SourceOptions): void {
  const { source, used } = sourceOf(options);
  const unused = PLACE_OPTION_NAMES.find((name) => options[name] !== undefined && !used.includes(name));
  if (unused !== undefined) throw new UsageError(`--${unused} does not apply to ${source}: leave it out.`);
}

/** Returns where the requests are, and the options that name the place. */
function sourceOf({ delivery, 'dead-letters': place }: SourceOptions): { source: string; used: readonly string[] } {
  if (delivery !== undefined) return { source: '--delivery', used: SANDBOX_OPTION_NAMES };
  if (place === undefined) return { source: 'a log', used: [] };
  const names = place === 'sandbox' ? SANDBOX_OPTION_NAMES : AWS_OPTION_NAMES;
  return { source: `--dead-letters ${place}`, used: [...names, 'dead-letter-queue-url'] };
}

async function readSource(log: string | undefined, options: SourceOptions): Promise<readonly CapturedBody[]> {
  if (log === undefined) return await readDeadLetters(options);
  if (log === '-') return captureLog(readLog(await text(process.stdin)));
  if (!existsSync(log)) throw new UsageError(`There is no file ${log}.`);
  return captureLog(readLog(readFileSync(log, 'utf8')));
}

async function readDeadLetters(options: SourceOptions): Promise<readonly CapturedBody[]> {
  const { 'dead-letters': place, 'dead-letter-queue-url': deadLetterQueueUrl } = options;
  if (place !== 'deployed' && place !== 'sandbox') {
    throw new UsageError(`--dead-letters must be deployed or sandbox, but is "${place}".`);
  }
  const { sandbox = LOCAL_SANDBOX, state, stack, webhook, profile, region } = options;
  const request = {
    deadLetterQueueUrl,
    queueUrl: undefined,
    job: undefined,
    stack: place === 'sandbox' ? { sandbox, state } : { stack, webhook, profile, region },
  };
  const queues = await locateQueues(request, ['deadLetterQueueUrl']);
  const { letters, interruption } = await scanDeadLetters(findDeadLetterQueue(queues));
  if (interruption) throw interruption;
  return letters.flatMap((letter) => (letter.delivery && captureText(letter.delivery.body)) ?? []);
}

async function readDelivery(id: string, options: SourceOptions): Promise<readonly CapturedBody[]> {
  const { body } = await findSandbox(options).get<Delivery>(`/sandbox/deliveries/${encodeURIComponent(id)}`);
  const captured = captureText(body);
  return captured ? [captured] : [];
}

function formatFile({ path, type, isPartial, isKnown }: WrittenFile): string {
  const remarks = [...(isKnown ? ['existed before'] : []), ...(isPartial ? ['ids that the log lacks are zeros'] : [])];
  return `${path}  ${type}${remarks.length === 0 ? '' : `  (${remarks.join('; ')})`}`;
}
