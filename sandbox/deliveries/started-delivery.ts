import type { ForgeryName } from '../frameio/webhooks/forgeries.ts';
import type { WebhookBody } from '../frameio/webhooks/webhook-sender.ts';

/** A delivery that is about to be sent. */
export interface StartedDelivery {
  readonly id: string;
  readonly body: WebhookBody;
  readonly text: string;
  readonly url: string;
  /** Whether a user chose the URL. */
  readonly isChosenUrl: boolean;
  readonly forgery: ForgeryName | null;
  readonly replayOf: string | null;
}
