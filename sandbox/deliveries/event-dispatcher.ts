import type { FrameioDatabase } from '../frameio/state/frameio-database.ts';
import type { FrameioEvent } from '../frameio/state/frameio-event.ts';
import type { StoredWebhook } from '../frameio/state/stored-resources.ts';
import { isDelivered, type WebhookBody } from '../frameio/webhooks/webhook-sender.ts';
import type { ReportedDelivery, WebhookDeliveries } from './webhook-deliveries.ts';

/** Maximum number of failures to keep. */
const MAX_FAILURES = 1_000;

/** The delivery of an event to one webhook. */
export interface DispatchedEvent {
  readonly stored: StoredWebhook;
  /** Resolves after the last attempt, when the functions have ended. */
  readonly delivered: Promise<ReportedDelivery>;
}

/** Delivers events to webhooks, and keeps Frame.io's log of the events that it could not deliver. */
export class EventDispatcher {
  readonly #database: FrameioDatabase;
  readonly #deliveries: WebhookDeliveries;

  constructor(database: FrameioDatabase, deliveries: WebhookDeliveries) {
    this.#database = database;
    this.#deliveries = deliveries;
  }

  /** Begins to deliver an event to webhooks. */
  dispatch(event: FrameioEvent, webhooks: readonly StoredWebhook[]): readonly DispatchedEvent[] {
    const body = this.#bodyOf(event);
    return webhooks.map((stored) => ({ stored, delivered: this.#deliver(body, stored) }));
  }

  #bodyOf({ type, resource, project, workspace, user }: FrameioEvent): WebhookBody {
    return {
      account: { id: this.#database.settings.accountId },
      ...(project && { project }),
      resource,
      type,
      user: { id: user.id },
      workspace,
    };
  }

  async #deliver(body: WebhookBody, { id, webhook, secret }: StoredWebhook): Promise<ReportedDelivery> {
    const reported = await this.#deliveries.deliver(body, { url: webhook.url, secret });
    const last = reported.delivery.attempts.at(-1);
    if (last && !isDelivered(last) && !this.#deliveries.isStopped) this.#logFailure(id, body);
    return reported;
  }

  #logFailure(webhookId: string, { account, type, resource, user }: WebhookBody): void {
    const failures = this.#database.stores.deliveryFailures;
    failures.put({
      id: this.#database.newId(),
      webhook_id: webhookId,
      account_id: account.id,
      event_type: type,
      resource_id: resource.id,
      user_id: user.id,
    });
    const [oldest] = failures.all();
    if (oldest && failures.all().length > MAX_FAILURES) failures.delete(oldest.id);
  }
}
