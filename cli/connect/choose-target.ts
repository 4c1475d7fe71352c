import type { FrameioClient } from '../../lib/client/client.ts';
import type { RegistrationTarget } from '../../lib/registration/desired-registrations.ts';
import { FrameioRegistrations } from '../../lib/registration/frameio-registrations.ts';
import { idsOf, type SigningSecretStores } from '../../lib/registration/signing-secret-store.ts';
import type { Prompts } from '../prompts.ts';
import type { DeployedStack } from '../stack/deployed-stack.ts';
import { listAccounts, listVisibleWorkspaces, listWorkspaces, type NamedId } from '../stack/visible-workspaces.ts';
import type { WorkspaceOptions } from '../stack/workspace-options.ts';
import { UsageError } from '../usage-error.ts';

/** What a choice of workspaces needs. */
export interface ChooseTargetOptions {
  readonly stack: DeployedStack;
  readonly client: FrameioClient;
  readonly stores: SigningSecretStores;
  readonly options: WorkspaceOptions;
  readonly prompts: Prompts;
}

/** Account and workspaces of an app. */
type Place = Pick<RegistrationTarget, 'accountId' | 'workspaceIds'>;

/**
 * Returns where to register an app: in the workspaces that the options name, that the stack names, or where it is registered
 * already; otherwise in the only one, or in the one that the user chooses.
 *
 * @throws UsageError that lists the choices if there are several and nobody can answer.
 * @throws Error if the user of the credentials cannot see what the options name.
 */
export async function chooseTarget(context: ChooseTargetOptions): Promise<RegistrationTarget> {
  const { webhookName: name, webhookUrl, actionsUrl } = context.stack;
  return { ...(await choosePlace(context)), name, webhookUrl, actionsUrl };
}

async function choosePlace({ stack, client, stores, options, prompts }: ChooseTargetOptions): Promise<Place> {
  const { account, workspaces } = options;
  const known = stack.registration ?? (await findConnected(client, stores));
  const accountId = account ?? known?.accountId ?? (await chooseOne(prompts, 'account', () => listAccounts(client)));
  if (workspaces.length > 0) {
    const visible = await listVisibleWorkspaces(client, { account: accountId, workspaces });
    return { accountId, workspaceIds: visible.map(({ id }) => id) };
  }
  if (known?.accountId === accountId) return known;
  return { accountId, workspaceIds: [await chooseOne(prompts, 'workspace', () => listWorkspaces(client, accountId))] };
}

/** Finds where the app is registered, by the names of its signing secrets. */
async function findConnected(
  client: FrameioClient,
  { webhook, action }: SigningSecretStores,
): Promise<Place | undefined> {
  const stored = { webhook: await webhook.read(), action: (await action?.read()) ?? {} };
  const names = [...Object.keys(stored.webhook), ...Object.keys(stored.action)];
  const [accountId, ...others] = new Set(names.flatMap((name) => (name.includes('/') ? name.split('/')[0] : [])));
  if (accountId === undefined || others.length > 0) return undefined;
  const registrations = new FrameioRegistrations(client, accountId);
  const workspaceIds = new Set<string>();
  for (const type of ['webhook', 'action'] as const) {
    for (const id of idsOf(accountId, stored[type])) {
      const found = await registrations.show(type, id);
      if (found) workspaceIds.add(found.workspaceId);
    }
  }
  return workspaceIds.size === 0 ? undefined : { accountId, workspaceIds: [...workspaceIds] };
}

async function chooseOne(
  prompts: Prompts,
  kind: 'account' | 'workspace',
  list: () => Promise<readonly NamedId[]>,
): Promise<string> {
  const choices = await list();
  const [first, ...others] = choices;
  if (!first) {
    throw new Error(
      `The user of the credentials can see no ${kind} of Frame.io. Give the user access in Frame.io, or store other credentials with set-token.`,
    );
  }
  if (others.length === 0) return first.id;
  if (prompts.isInteractive) {
    const answers = choices.map(({ id, name }) => ({ value: id, name: `${name}  ${id}` }));
    return await prompts.choose(`Which ${kind}?`, answers);
  }
  const listed = choices.map(({ id, name }) => `\n  ${id}  ${name}`).join('');
  throw new UsageError(`The user of the credentials can see several ${kind}s. Choose one with --${kind}:${listed}\n`);
}
