import type { FrameioClient } from '../../lib/client/client.ts';
import type { WebhookEventName } from '../../lib/events/event-map.ts';
import type { WorkspaceIds } from './find-workspace.ts';

/** Name of the webhooks that `listen` registers. */
const NAME = 'frameio-lambda listen (temporary)';

/** A webhook to register. */
export interface TemporaryWebhookOptions extends WorkspaceIds {
  readonly client: FrameioClient;
  readonly url: string;
  readonly events: readonly WebhookEventName[];
}

/** A registered webhook. */
export interface TemporaryWebhook {
  readonly id: string;
  /** Signs the deliveries. */
  readonly secret: string;
}

/**
 * Registers a webhook, calls `run` with it, and deletes it, also if `run` rejects. First deletes the webhook that an earlier
 * command with the same URL left because it was killed.
 *
 * @throws AggregateError if `run` rejects and the webhook could not be deleted, either.
 */
export async function withTemporaryWebhook<Result>(
  options: TemporaryWebhookOptions,
  run: (webhook: TemporaryWebhook) => Promise<Result>,
): Promise<Result> {
  const { client, accountId, workspaceId, url, events } = options;
  for await (const left of client.webhooks.index(accountId, workspaceId)) {
    if (left.name === NAME && left.url === url) await client.webhooks.delete(accountId, left.id);
  }
  const { data } = await client.webhooks.create(accountId, workspaceId, {
    data: { name: NAME, url, events: [...events] },
  });
  const remove = async () => {
    await client.webhooks.delete(accountId, data.id).catch((cause: unknown) => {
      const message = `The webhook ${data.id} could not be deleted. Delete it: client.webhooks.delete('${accountId}', '${data.id}').`;
      throw new Error(message, { cause });
    });
  };
  let result: Result;
  try {
    result = await run(data);
  } catch (error) {
    await remove().catch((failure: unknown) => {
      throw new AggregateError([error, failure], [error, failure].map(String).join('\n'));
    });
    throw error;
  }
  await remove();
  return result;
}
