import { AwsConnectionError } from '../../lib/index.ts';
import { runCommand } from '../../sandbox/command.ts';
import { type Command, readArguments } from './arguments.ts';
import { type DeadLetter, readDeadLetter } from './dead-letter.ts';
import { countOf, describeBriefly, describeDeadLetter, describeInFull, summarize } from './describe.ts';
import { HELP } from './help.ts';
import { QueueWalk } from './queue-walk.ts';
import { findDeadLetterQueue, findQueue, type OperatedQueue } from './queues.ts';
import { type RedriveResult, redrive } from './redrive.ts';

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
  const queue = findDeadLetterQueue(where);
  const hidden = await queue.countHidden(); // before this command hides any itself
  const letters = await readAll(queue);
  const sinceOf = ({ diedAt, delivery }: DeadLetter) => diedAt ?? delivery?.receivedAt ?? 0;
  const now = Date.now();
  for (const letter of letters.sort((one, other) => sinceOf(one) - sinceOf(other))) {
    console.log(`${describeDeadLetter(letter, now)}\n`);
  }
  console.log(letters.length === 0 ? 'The dead-letter queue is empty.' : summarize(letters));
  tellHidden(hidden);
  return 0;
}

/** @param isLast - After which message there is no need to look further. */
async function readAll(queue: OperatedQueue, isLast = (_: DeadLetter) => false): Promise<DeadLetter[]> {
  const walk = new QueueWalk(queue);
  const letters: DeadLetter[] = [];
  try {
    for await (const message of walk.messages()) {
      const letter = readDeadLetter(message);
      letters.push(letter);
      if (isLast(letter)) break;
    }
  } finally {
    await walk.release();
  }
  return letters;
}

async function show({ where, id }: Of<'show'>): Promise<number> {
  const queue = findDeadLetterQueue(where);
  const hidden = await queue.countHidden();
  const isIt = ({ messageId }: DeadLetter) => messageId === id;
  const letter = (await readAll(queue, isIt)).find(isIt);
  if (letter) {
    console.log(describeInFull(letter, Date.now()));
    return 0;
  }
  tellMissing([id]);
  tellHidden(hidden);
  return 1;
}

async function putBack({ where, wanted, rate }: Of<'redrive'>): Promise<number> {
  const deadLetterQueue = findDeadLetterQueue(where);
  const queue = findQueue(where);
  if (queue.url === deadLetterQueue.url) throw new Error('The main queue and the dead-letter queue are the same.');
  const hidden = await deadLetterQueue.countHidden();
  let count = 0;
  const result = await redrive(
    { queue, deadLetterQueue },
    {
      wanted,
      rate,
      onPutBack: (message) => {
        count += 1;
        console.log(`${count}  ${describeBriefly(readDeadLetter(message))}`);
      },
    },
  );
  const isComplete = tellResult(result);
  tellHidden(hidden);
  return isComplete ? 0 : 1;
}

/** @returns Whether all that was asked for was put back. */
function tellResult({ putBack: count, left, missing, failure }: RedriveResult): boolean {
  console.log(count === 0 && left === 0 && !failure ? 'Nothing to put back.' : `${countOf(count)} put back.`);
  if (left > 0) console.log(`Not put back a second time: ${countOf(left)}, given up again meanwhile, or copies.`);
  if (!failure) {
    tellMissing(missing);
    return missing.length === 0;
  }
  const { error, at } = failure;
  console.error(`It ended early: ${error instanceof Error ? error.message : error}`);
  if (at?.wasSent) {
    console.error(`The message ${at.messageId} is in both queues now: put back again, it is not done a second time.`);
  }
  console.error('Nothing is lost: what was not put back is in the dead-letter queue.');
  return false;
}

function tellMissing(ids: readonly string[]): void {
  for (const id of ids) console.error(`The dead-letter queue has no message ${id}.`);
}

function tellHidden(hidden: number): void {
  if (hidden > 0) console.log(`About ${countOf(hidden)} cannot be seen just now, as somebody else looks at them.`);
}

runCommand(main);
