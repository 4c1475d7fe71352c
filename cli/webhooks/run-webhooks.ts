import type { FrameioClient } from '../../lib/client/client.ts';
import { type SigningSecretStore, signingSecretName } from '../../lib/registration/signing-secret-store.ts';
import { printHelp } from '../print-help.ts';
import { printJson } from '../print-json.ts';
import { Prompts } from '../prompts.ts';
import { findStack } from '../stack/find-stack.ts';
import { openFrameioOf } from '../stack/frameio-session.ts';
import { signingSecretStoresOf } from '../stack/signing-secret-stores.ts';
import { listVisibleWorkspaces } from '../stack/visible-workspaces.ts';
import { UsageError } from '../usage-error.ts';
import { findWebhook } from './find-webhook.ts';
import { type AppKnowledge, describeWebhookOf, formatWebhook } from './format-webhook.ts';
import { HELP, readWebhooksOptions, type WebhooksOptions } from './webhooks-options.ts';

/** What the subcommands need. */
interface WebhooksContext extends AppKnowledge {
  readonly options: WebhooksOptions;
  readonly client: FrameioClient;
  readonly store: SigningSecretStore;
  readonly prompts: Prompts;
}

/** Runs `webhooks` with these arguments and returns the exit code. */
export async function runWebhooks(args: readonly string[], prompts: Prompts = new Prompts()): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const options = readWebhooksOptions(args);
  const { command, yes } = options;
  if (command.name === 'delete' && !yes && !prompts.isInteractive) {
    throw new UsageError('Nobody can answer here. Pass --yes to delete without a question.');
  }
  const stack = await findStack(options.stack);
  const { client } = await openFrameioOf(stack);
  const store = signingSecretStoresOf(stack).webhook;
  const secretNames = Object.keys(await store.read());
  const context = { options, stack, client, store, secretNames, prompts };
  if (command.name === 'list') return await list(context);
  return command.name === 'show' ? await show(context, command.id) : await remove(context, command.id);
}

async function list(context: WebhooksContext): Promise<number> {
  const { client, options, stack } = context;
  const found = [];
  for (const { accountId, id } of await listVisibleWorkspaces(client, options.workspaces)) {
    for await (const webhook of client.webhooks.index(accountId, id)) {
      found.push(describeWebhookOf(context, accountId, { ...webhook, workspace_id: id }));
    }
  }
  if (options.json) printJson(found);
  else if (found.length === 0) console.log('There are no webhooks. Register the app with connect.');
  else console.log(found.map((webhook) => formatWebhook(webhook, stack)).join('\n\n'));
  return 0;
}

async function show(context: WebhooksContext, id: string): Promise<number> {
  const { client, options, stack } = context;
  const { accountId, webhook } = await findWebhook(client, id, options.workspaces.account);
  const described = describeWebhookOf(context, accountId, webhook);
  if (options.json) printJson(described);
  else console.log(formatWebhook(described, stack));
  return 0;
}

async function remove(context: WebhooksContext, id: string): Promise<number> {
  const { client, options, stack, store, prompts } = context;
  const { accountId, webhook } = await findWebhook(client, id, options.workspaces.account);
  const described = describeWebhookOf(context, accountId, webhook);
  console.error(formatWebhook(described, stack));
  if (described.isOfApp) console.error(`${stack.title} then receives no events through this webhook.`);
  if (!options.yes && !(await prompts.confirm('Delete this webhook?'))) {
    console.error('Nothing was changed.');
    return 1;
  }
  await client.webhooks.delete(accountId, webhook.id);
  await store.remove([signingSecretName(accountId, webhook.id)]);
  if (options.json) printJson({ ...described, isDeleted: true });
  else console.log(`Deleted the webhook ${webhook.id}.`);
  return 0;
}
