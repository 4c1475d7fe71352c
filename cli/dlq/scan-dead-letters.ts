import { interruptSignal } from '../interrupt-signal.ts';
import { ProgressLine } from '../progress-line.ts';
import type { CountableQueue } from './countable-queue.ts';
import { type DeadLetter, readDeadLetter } from './dead-letter.ts';
import { formatCount } from './format-dead-letter.ts';
import { QueueScanner } from './queue-scanner.ts';

/** What a scan of the dead-letter queue found. */
export interface DeadLetterScan {
  readonly letters: readonly DeadLetter[];
  /** Approximate number of messages that the scan did not receive. */
  readonly unseen: number;
  /** Why the scan ended early, if the user interrupted it. */
  readonly interruption?: Error;
}

/**
 * Reads the dead letters of a queue and makes them visible again. Ctrl+C ends the scan early.
 *
 * @param isLast - Returns true for the dead letter after which the scan can stop.
 */
export async function scanDeadLetters(
  queue: CountableQueue,
  isLast: (letter: DeadLetter) => boolean = () => false,
): Promise<DeadLetterScan> {
  const signal = interruptSignal();
  const progress = new ProgressLine();
  const scanner = new QueueScanner(queue, { signal });
  const letters: DeadLetter[] = [];
  try {
    for await (const message of scanner.messages()) {
      const letter = readDeadLetter(message);
      letters.push(letter);
      progress.show(`Scanning the dead-letter queue: ${formatCount(letters.length)}`);
      if (isLast(letter)) break;
    }
  } catch (error) {
    if (!(error instanceof Error) || error !== signal.reason) throw error;
    return { letters, unseen: 0, interruption: error };
  } finally {
    progress.clear();
    await scanner.release();
  }
  return { letters, unseen: scanner.unseen ?? 0 };
}
