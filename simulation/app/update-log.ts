import type { HandlerContext, WebhookEvent } from 'frameio-lambda';
import { postOnce } from './post-once.ts';

/** Posts a comment on a file for each event. The delivery key in its text distinguishes the events. */
export async function updateLog(
  context: HandlerContext<WebhookEvent<'file.updated' | 'file.upload.completed'>>,
): Promise<void> {
  if (context.deliveryKey === undefined) throw new Error('The context of a webhook handler has no delivery key.');
  await postOnce(context.event, context, updateText(context.deliveryKey));
}

/** Returns the comment for the delivery with this key. */
export function updateText(deliveryKey: string): string {
  return `Updated (${deliveryKey}).`;
}
