import { printJson } from '../print-json.ts';
import type { DeadLetter } from './dead-letter.ts';
import { toDeadLetterJson } from './dead-letter-json.ts';
import { findDeadLetterQueue, type QueueOptions } from './find-queue.ts';
import { formatInFull } from './format-dead-letter.ts';
import type { ShowRequest } from './parse-arguments.ts';
import { printMissing, printUnseen } from './print-warnings.ts';
import { scanDeadLetters } from './scan-dead-letters.ts';

/** Minimum length of the start of an id that stands for the whole id. */
const MIN_PREFIX_LENGTH = 4;

/** Prints one dead letter in full. The start of its id is enough. Returns 1 if the scan did not find it. */
export async function showDeadLetter(queues: QueueOptions, { messageId, json }: ShowRequest): Promise<number> {
  const isPrefix = messageId.length >= MIN_PREFIX_LENGTH;
  const isWanted = (letter: DeadLetter) =>
    letter.messageId === messageId || (isPrefix && letter.messageId.startsWith(messageId));
  const { letters, unseen, interruption } = await scanDeadLetters(findDeadLetterQueue(queues), isWanted);
  const letter = letters.find(isWanted);
  if (letter) {
    if (json) printJson(toDeadLetterJson(letter));
    else console.log(formatInFull(letter, Date.now()));
    return 0;
  }
  if (interruption) throw interruption;
  printMissing([messageId], unseen);
  printUnseen(unseen);
  return 1;
}
