import { closestNames } from '../closest-names.ts';
import { parseOptions } from '../parse-options.ts';
import { readStackOptions, STACK_OPTIONS } from '../stack/stack-options.ts';
import { UsageError } from '../usage-error.ts';
import type { QueueRequest } from './find-queue.ts';

/** A parsed command line of `dlq`. */
export type DlqRequest = HelpRequest | ListRequest | ShowRequest | RedriveRequest;

export interface HelpRequest {
  readonly name: 'help';
  /** `undefined` for the help of `dlq` itself. */
  readonly topic: Subcommand | undefined;
}

interface Request {
  readonly queues: QueueRequest;
  /** Whether to print JSON. */
  readonly json: boolean;
}

export interface ListRequest extends Request {
  readonly name: 'list';
}

export interface ShowRequest extends Request {
  readonly name: 'show';
  readonly messageId: string;
}

export interface RedriveRequest extends Request {
  readonly name: 'redrive';
  /** Ids of messages, without repetitions. */
  readonly messageIds: readonly string[] | 'all';
  /** Maximum number of messages per second. */
  readonly rate: number;
}

const SUBCOMMANDS = ['list', 'show', 'redrive'] as const;

/** A subcommand of `dlq`. */
export type Subcommand = (typeof SUBCOMMANDS)[number];

const MIN_RATE = 0.1;
const MAX_RATE = 1_000;
const DEFAULT_RATE = 5;

/** Reads the arguments of `dlq`. @throws UsageError that says which argument is wrong. */
export function parseArguments(args: readonly string[]): DlqRequest {
  const { values, positionals } = parseOptions({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      ...STACK_OPTIONS,
      json: { type: 'boolean', default: false },
      job: { type: 'string' },
      'queue-url': { type: 'string' },
      'dead-letter-queue-url': { type: 'string' },
      all: { type: 'boolean', default: false },
      rate: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [word, ...ids] = positionals;
  const { help, all, rate, json } = values;
  const name = SUBCOMMANDS.find((subcommand) => subcommand === word);
  if (help) return { name: 'help', topic: name };
  if (!name) throw unknownSubcommand(word);
  if (name !== 'redrive' && (all || rate !== undefined)) {
    throw usageError(`--all and --rate are options of redrive, not of ${name}.`);
  }
  if (values.job?.trim() === '') throw usageError('--job must be the name of a job, but is empty.');
  const queues = {
    job: values.job,
    stack: readStackOptions(values),
    queueUrl: values['queue-url'],
    deadLetterQueueUrl: values['dead-letter-queue-url'],
  };
  const [messageId, ...others] = new Set(ids);
  switch (name) {
    case 'list':
      if (messageId !== undefined) throw usageError('list takes no message id. To see one message, use show.');
      return { name, queues, json };
    case 'show':
      if (messageId === undefined || others.length > 0) throw usageError('show requires exactly one message id.');
      return { name, queues, messageId, json };
    case 'redrive':
      if (all === (messageId !== undefined)) throw usageError('redrive requires either --all or message ids.');
      return {
        name,
        queues,
        messageIds: messageId === undefined ? 'all' : [messageId, ...others],
        rate: parseRate(rate),
        json,
      };
  }
}

function parseRate(text = String(DEFAULT_RATE)): number {
  const rate = Number(text);
  if (text.trim() === '' || !(rate >= MIN_RATE && rate <= MAX_RATE)) {
    throw usageError(`--rate must be a number from ${MIN_RATE} to ${MAX_RATE}, but is "${text}".`);
  }
  return rate;
}

function unknownSubcommand(word: string | undefined): UsageError {
  const expected = `Expected a dlq command: ${SUBCOMMANDS.join(', ')}.`;
  if (word === undefined) return usageError(expected);
  const closest = closestNames(word, SUBCOMMANDS);
  const suggestion = closest.length > 0 ? `Did you mean ${closest.join(' or ')}?` : expected;
  return usageError(`Unknown dlq command "${word}". ${suggestion}`);
}

function usageError(problem: string): UsageError {
  return new UsageError(`${problem} Run \`npx frameio-lambda dlq --help\` for help.`);
}
