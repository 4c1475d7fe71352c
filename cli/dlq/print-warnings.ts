import { formatCount } from './format-dead-letter.ts';

/**
 * Prints that messages were not found.
 *
 * @param unseen - Number of messages that the scan did not receive: the missing ones may be among them.
 */
export function printMissing(messageIds: readonly string[], unseen: number): void {
  for (const id of messageIds) {
    console.error(unseen === 0 ? `No message ${id} in the dead-letter queue.` : `Message ${id} not found so far.`);
  }
}

/** Prints that a scan did not receive about `unseen` messages, if there are any. */
export function printUnseen(unseen: number): void {
  if (unseen === 0) return;
  console.error(`Incomplete: about ${formatCount(unseen)} not received.`);
  console.error('Another consumer holds them, or they arrived during the scan. Run the command again in a minute.');
}
