import { printJson } from '../print-json.ts';
import type { DeadLetter } from './dead-letter.ts';
import { toDeadLetterJson } from './dead-letter-json.ts';
import { findDeadLetterQueue, jobsWithQueues, type QueueOptions } from './find-queue.ts';
import { formatDeadLetter, summarize } from './format-dead-letter.ts';
import type { ListRequest } from './parse-arguments.ts';
import { printUnseen } from './print-warnings.ts';
import { scanDeadLetters } from './scan-dead-letters.ts';

/** Prints every dead letter, the oldest first. Returns 1 if the list is incomplete. */
export async function listDeadLetters(queues: QueueOptions, { json }: ListRequest): Promise<number> {
  const { letters, unseen, interruption } = await scanDeadLetters(findDeadLetterQueue(queues));
  const sorted = letters.toSorted((one, other) => timeOf(one) - timeOf(other));
  const isComplete = unseen === 0 && !interruption;
  if (json) printJson(sorted.map(toDeadLetterJson));
  else printList(sorted, isComplete);
  const jobs = queues.job === undefined ? jobsWithQueues(queues) : [];
  if (jobs.length > 0)
    console.error(`Not listed: the dead-letter queues of the jobs ${jobs.join(', ')}. Add --job <name>.`);
  if (interruption) console.error(`Incomplete: ${interruption.message}`);
  printUnseen(unseen);
  return isComplete ? 0 : 1;
}

function printList(letters: readonly DeadLetter[], isComplete: boolean): void {
  const now = Date.now();
  for (const letter of letters) console.log(`${formatDeadLetter(letter, now)}\n`);
  if (letters.length > 0) console.log(summarize(letters));
  else if (isComplete) console.log('The dead-letter queue is empty.');
}

function timeOf({ deadLetteredAt, delivery }: DeadLetter): number {
  return deadLetteredAt ?? delivery?.receivedAt ?? 0;
}
