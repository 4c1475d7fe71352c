import type { HandlerContext, WebhookEvent } from '../../lib/index.ts';
import { deliveryKeyAtHand } from './keyed-ledger.ts';
import { postOnce } from './post-once.ts';

/** Notes on a file each time that it is updated. */
export async function updateLog(context: HandlerContext<WebhookEvent<'file.updated'>>): Promise<void> {
  await postOnce(context, updateText(deliveryKeyAtHand()));
}

/** Its comment on the delivery with this key. */
export function updateText(deliveryKey: string): string {
  return `Updated (${deliveryKey}).`;
}
