import type { FrameioClient } from '../../lib/client/client.ts';
import { NotFoundError, UnprocessableEntityError } from '../../lib/client/errors/status-errors.ts';
import type { Webhook } from '../../lib/client/resources/webhooks.ts';
import { listAccounts } from '../stack/visible-workspaces.ts';

/** A webhook, and the account that it belongs to. */
export interface FoundWebhook {
  readonly accountId: string;
  readonly webhook: Webhook;
}

/** Finds a webhook by its id. @throws Error if no account that the credentials can see has it. */
export async function findWebhook(
  client: FrameioClient,
  id: string,
  account: string | undefined,
): Promise<FoundWebhook> {
  const accounts = account === undefined ? (await listAccounts(client)).map((each) => each.id) : [account];
  for (const accountId of accounts) {
    try {
      return { accountId, webhook: (await client.webhooks.show(accountId, id)).data };
    } catch (error) {
      // Frame.io answers 422 to an id that is no UUID.
      if (!(error instanceof NotFoundError || error instanceof UnprocessableEntityError)) throw error;
    }
  }
  throw new Error(`There is no webhook ${id} that the credentials can see. List them with webhooks list.`);
}
