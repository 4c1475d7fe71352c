import type { FrameioClient } from '../../lib/client/client.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** Something in Frame.io with a name. */
export interface NamedId {
  readonly id: string;
  readonly name: string;
}

/** A workspace that the user of the token can see. */
export interface VisibleWorkspace {
  readonly account: NamedId;
  readonly workspace: NamedId;
}

/** Lists the accounts that the user of the token can see. */
export async function listAccounts(client: FrameioClient): Promise<readonly NamedId[]> {
  return await collect(client.accounts.index());
}

/** Lists the workspaces of an account. */
export async function listWorkspaces(client: FrameioClient, accountId: string): Promise<readonly NamedId[]> {
  return await collect(client.workspaces.index(accountId));
}

/** Lists the workspaces that the options name; without a name, all that the user of the token can see. */
export async function listVisibleWorkspaces(
  client: FrameioClient,
  { account, workspaces }: WorkspaceOptions,
): Promise<readonly VisibleWorkspace[]> {
  const visible: VisibleWorkspace[] = [];
  for (const each of await listAccounts(client)) {
    if (account !== undefined && account !== each.id) continue;
    for (const workspace of await listWorkspaces(client, each.id)) {
      if (workspaces.length === 0 || workspaces.includes(workspace.id)) visible.push({ account: each, workspace });
    }
  }
  return visible;
}

async function collect(
  pages: AsyncIterable<{ readonly id: string; readonly name?: string | null }>,
): Promise<readonly NamedId[]> {
  const all: NamedId[] = [];
  for await (const { id, name } of pages) all.push({ id, name: name ?? '' });
  return all;
}
