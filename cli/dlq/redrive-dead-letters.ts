import { interruptSignal } from '../interrupt-signal.ts';
import { printJson } from '../print-json.ts';
import { ProgressLine } from '../progress-line.ts';
import { readDeadLetter } from './dead-letter.ts';
import { findDeadLetterQueue, findQueue, type QueueOptions } from './find-queue.ts';
import { formatBriefly, formatCount } from './format-dead-letter.ts';
import type { RedriveRequest } from './parse-arguments.ts';
import { printMissing, printUnseen } from './print-warnings.ts';
import { type RedriveResult, redrive } from './redrive.ts';

/** Redrives messages and prints each one. Returns 1 if a requested message was not redriven. */
export async function redriveDeadLetters(
  queues: QueueOptions,
  { messageIds, rate, json }: RedriveRequest,
): Promise<number> {
  const [queue, deadLetterQueue] = [findQueue(queues), findDeadLetterQueue(queues)];
  if (queue.url === deadLetterQueue.url) {
    throw new Error(`The main queue and the dead-letter queue must differ, but both are ${queue.url}.`);
  }
  const progress = new ProgressLine();
  const redriven: string[] = [];
  const result = await redrive(
    { queue, deadLetterQueue },
    {
      messageIds,
      rate,
      signal: interruptSignal(),
      onFound: (found) => progress.show(`Scanning the dead-letter queue: ${formatCount(found)}`),
      onRedriven: (message) => {
        redriven.push(message.messageId);
        progress.clear();
        if (!json) console.log(`${redriven.length}  ${formatBriefly(readDeadLetter(message))}`);
      },
    },
  );
  progress.clear();
  if (json) printJson({ redriven, skipped: result.skipped, missing: result.missing, unseen: result.unseen });
  else printCounts(result);
  printProblems(result);
  return isComplete(result) ? 0 : 1;
}

function isComplete({ redriven, skipped, missing, unseen, failure }: RedriveResult): boolean {
  const hasOnlySkipped = redriven === 0 && skipped > 0;
  return !failure && missing.length === 0 && unseen === 0 && !hasOnlySkipped;
}

function printCounts({ redriven, skipped, unseen, failure }: RedriveResult): void {
  const hasNoMessage = redriven === 0 && skipped === 0 && unseen === 0 && !failure;
  console.log(hasNoMessage ? 'No message to redrive.' : `${formatCount(redriven)} redriven.`);
  if (skipped > 0) console.log(`${formatCount(skipped)} skipped: they arrived after the start.`);
}

function printProblems({ missing, unseen, failure }: RedriveResult): void {
  if (failure) {
    printFailure(failure);
    return;
  }
  printMissing(missing, unseen);
  printUnseen(unseen);
}

function printFailure({ error, message }: NonNullable<RedriveResult['failure']>): void {
  console.error(`Stopped early: ${error instanceof Error ? error.message : error}`);
  if (message && message.outcome !== 'not_sent') {
    const where = message.outcome === 'sent' ? 'is in both queues' : 'may be in both queues';
    console.error(`Message ${message.messageId} ${where}. You can redrive it again: each handler runs only once.`);
  }
  console.error('No message is lost. The dead-letter queue still has the messages that were not redriven.');
}
