import { AwsConnectionError } from '../lib/index.ts';
import { runCommand } from '../sandbox/commands/run-command.ts';
import { type DeadLetter, readDeadLetter } from './dlq/dead-letter.ts';
import { findDeadLetterQueue, findQueue, type OperatedQueue } from './dlq/find-queue.ts';
import { countOf, describeBriefly, describeDeadLetter, describeInFull, summarize } from './dlq/format-dead-letter.ts';
import { HELP } from './dlq/help.ts';
import { type Command, readArguments } from './dlq/parse-arguments.ts';
import { QueueWalk } from './dlq/queue-scanner.ts';
import { type RedriveResult, redrive } from './dlq/redrive.ts';

async function main(): Promise<number> {
  const command = readArguments(process.argv.slice(2));
  try {
    return await run(command);
  } catch (error) {
    const isSandbox = command.name !== 'help' && command.where.sandbox !== undefined;
    if (!isSandbox || !(error instanceof AwsConnectionError)) throw error;
    throw new Error(`${error.message}\nDoes the sandbox still run?`, { cause: error });
  }
}

async function run(command: Command): Promise<number> {
  switch (command.name) {
    case 'help':
      console.log(HELP[command.about ?? 'dlq']);
      return 0;
    case 'list':
      return await list(command);
    case 'show':
      return await show(command);
    case 'redrive':
      return await putBack(command);
  }
}

type Of<Name extends Command['name']> = Extract<Command, { name: Name }>;

async function list({ where }: Of<'list'>): Promise<number> {
  const { letters, unseen, interruption } = await readAll(findDeadLetterQueue(where));
  const sinceOf = ({ diedAt, delivery }: DeadLetter) => diedAt ?? delivery?.receivedAt ?? 0;
  const now = Date.now();
  for (const letter of letters.sort((one, other) => sinceOf(one) - sinceOf(other))) {
    console.log(`${describeDeadLetter(letter, now)}\n`);
  }
  if (letters.length > 0) console.log(summarize(letters));
  else if (unseen === 0 && !interruption) console.log('The dead-letter queue is empty.');
  if (interruption) console.error(`Incomplete: ${interruption.message}`);
  tellUnseen(unseen);
  return unseen === 0 && !interruption ? 0 : 1;
}

interface Letters {
  readonly letters: DeadLetter[];
  /** About how many there are besides. */
  readonly unseen: number;
  /** Why it ended before it had seen all, if somebody ended it. */
  readonly interruption?: Error;
}

/** @param isLast - After which message there is no need to look further. */
async function readAll(queue: OperatedQueue, isLast = (_: DeadLetter) => false): Promise<Letters> {
  const signal = untilInterrupted();
  const walk = new QueueWalk(queue, { signal });
  const letters: DeadLetter[] = [];
  try {
    for await (const message of walk.messages()) {
      const letter = readDeadLetter(message);
      letters.push(letter);
      if (isLast(letter)) break;
    }
  } catch (error) {
    if (!(error instanceof Error) || error !== signal.reason) throw error;
    return { letters, unseen: 0, interruption: error };
  } finally {
    await walk.release();
  }
  return { letters, unseen: walk.unseen ?? 0 };
}

async function show({ where, id }: Of<'show'>): Promise<number> {
  const isIt = ({ messageId }: DeadLetter) => messageId === id;
  const { letters, unseen, interruption } = await readAll(findDeadLetterQueue(where), isIt);
  const letter = letters.find(isIt);
  if (letter) {
    console.log(describeInFull(letter, Date.now()));
    return 0;
  }
  if (interruption) throw interruption;
  tellMissing([id], unseen);
  tellUnseen(unseen);
  return 1;
}

async function putBack({ where, wanted, rate }: Of<'redrive'>): Promise<number> {
  const [queue, deadLetterQueue] = [findQueue(where), findDeadLetterQueue(where)];
  if (queue.url === deadLetterQueue.url) throw new Error('The main queue and the dead-letter queue are the same.');
  let count = 0;
  const result = await redrive(
    { queue, deadLetterQueue },
    {
      wanted,
      rate,
      signal: untilInterrupted(),
      onPutBack: (message) => {
        count += 1;
        console.log(`${count}  ${describeBriefly(readDeadLetter(message))}`);
      },
    },
  );
  return tellResult(result) ? 0 : 1;
}

/** @returns Whether all that was asked for was put back. */
function tellResult({ putBack: count, left, missing, unseen, failure }: RedriveResult): boolean {
  const isNothing = count === 0 && left === 0 && unseen === 0 && !failure;
  console.log(isNothing ? 'Nothing to put back.' : `${countOf(count)} put back.`);
  if (left > 0) console.log(`Not put back: ${countOf(left)}, which came after this had begun.`);
  if (!failure) {
    tellMissing(missing, unseen);
    tellUnseen(unseen);
    const isLeftAlone = count === 0 && left > 0;
    return missing.length === 0 && unseen === 0 && !isLeftAlone;
  }
  const { error, at } = failure;
  console.error(`It ended early: ${error instanceof Error ? error.message : error}`);
  if (at && at.sent !== 'no') {
    const isThere = at.sent === 'yes' ? 'is in both queues now' : 'may be in both queues now';
    console.error(`The message ${at.messageId} ${isThere}: put back again, it is not done a second time.`);
  }
  console.error('Nothing is lost: what was not put back is in the dead-letter queue.');
  return false;
}

function tellMissing(ids: readonly string[], unseen: number): void {
  const what = unseen === 0 ? 'The dead-letter queue has no message' : 'Not found so far: message';
  for (const id of ids) console.error(`${what} ${id}.`);
}

function tellUnseen(unseen: number): void {
  if (unseen === 0) return;
  console.error(
    `Incomplete: about ${countOf(unseen)} could not be seen: somebody else looks at them, or they came meanwhile.`,
  );
  console.error('Run it again in a minute.');
}

/** One Ctrl+C may arrive twice, from the terminal and from npm, within so many ms. */
const ONE_INTERRUPTION_MS = 500;

/** Aborts at Ctrl+C, so that what is hidden is released before the end; a second one ends the process at once. */
function untilInterrupted(): AbortSignal {
  const interruption = new AbortController();
  let interruptedAt = 0;
  const onSignal = () => {
    if (!interruption.signal.aborted) {
      interruptedAt = performance.now();
      interruption.abort(new Error('It was interrupted.'));
    } else if (performance.now() - interruptedAt > ONE_INTERRUPTION_MS) process.exit(1);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  return interruption.signal;
}

runCommand(main);
