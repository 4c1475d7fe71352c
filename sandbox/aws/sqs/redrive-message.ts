import { resetForRedrive } from '../../../lib/queue/queued-delivery.ts';
import type { Queue } from './queue.ts';

/**
 * Moves a message from a dead-letter queue back to its queue. Sends it before the deletion, so that it is never lost.
 *
 * @returns Whether the dead-letter queue has the message.
 */
export async function redriveMessage(
  id: string,
  { queue, deadLetterQueue }: { readonly queue: Queue; readonly deadLetterQueue: Queue },
): Promise<boolean> {
  const message = deadLetterQueue.messages.find((known) => known.id === id);
  if (!message) return false;
  await queue.send({ body: resetForRedrive(message.body, id) });
  await deadLetterQueue.deleteById(id);
  return true;
}
