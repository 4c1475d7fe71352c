import { parseArgs } from 'node:util';
import { DEFAULT_STATE_FOLDER } from '../../sandbox/persistence/queue-addresses.ts';
import type { QueueOptions } from './find-queue.ts';

/** What somebody wants of the dead-letter queue. */
export type Command =
  | { readonly name: 'help'; readonly about: CommandName | undefined }
  | { readonly name: 'list'; readonly where: QueueOptions }
  | { readonly name: 'show'; readonly where: QueueOptions; readonly id: string }
  | {
      readonly name: 'redrive';
      readonly where: QueueOptions;
      /** Ids of messages, each once. */
      readonly wanted: readonly string[] | 'all';
      /** Messages a second, at most. */
      readonly rate: number;
    };

const COMMAND_NAMES = ['list', 'show', 'redrive'] as const;

/** A command that can be asked about itself. */
export type CommandName = (typeof COMMAND_NAMES)[number];

/** @throws Error that says what is wrong with them. */
export function readArguments(args: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      sandbox: { type: 'boolean', default: false },
      state: { type: 'string' },
      'queue-url': { type: 'string' },
      'dead-letter-queue-url': { type: 'string' },
      all: { type: 'boolean', default: false },
      rate: { type: 'string' },
    },
    allowPositionals: true,
  });
  const [given, ...ids] = positionals;
  const { help, all, rate } = values;
  const name = COMMAND_NAMES.find((known) => known === given);
  if (help) return { name: 'help', about: name };
  if (!name) throw wrong(given === undefined ? 'Which command?' : `There is no command ${given}.`);
  if (name !== 'redrive' && (all || rate !== undefined)) throw wrong('--all and --rate are options of redrive.');
  if (values.state !== undefined && !values.sandbox) throw wrong('--state belongs to --sandbox.');
  const where = {
    sandbox: values.sandbox ? (values.state ?? DEFAULT_STATE_FOLDER) : undefined,
    queueUrl: values['queue-url'],
    deadLetterQueueUrl: values['dead-letter-queue-url'],
  };
  const [id, ...others] = new Set(ids);
  switch (name) {
    case 'list':
      if (id !== undefined) throw wrong('list takes no id: show does.');
      return { name, where };
    case 'show':
      if (id === undefined || others.length > 0) throw wrong('show takes the id of one message.');
      return { name, where, id };
    case 'redrive':
      if (all === (id !== undefined)) throw wrong('redrive takes either --all or ids of messages.');
      return { name, where, wanted: id === undefined ? 'all' : [id, ...others], rate: readRate(rate) };
  }
}

function readRate(text = '5'): number {
  const rate = Number(text);
  if (text.trim() === '' || !(rate >= 0.1 && rate <= 1_000)) throw wrong(`--rate takes 0.1 to 1000, not "${text}".`);
  return rate;
}

function wrong(problem: string): Error {
  return new Error(`${problem} npm run dlq -- --help tells what there is.`);
}
