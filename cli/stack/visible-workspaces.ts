import type { FrameioClient } from '../../lib/client/client.ts';
import { NotFoundError } from '../../lib/client/errors/status-errors.ts';
import type { WorkspaceOptions } from './workspace-options.ts';

/** Something in Frame.io with a name. */
export interface NamedId {
  readonly id: string;
  readonly name: string;
}

/** A workspace that the user of the token can see. */
export interface VisibleWorkspace extends NamedId {
  readonly accountId: string;
}

/** Lists the accounts that the user of the token can see. */
export async function listAccounts(client: FrameioClient): Promise<readonly NamedId[]> {
  return await collect(client.accounts.index());
}

/** Lists the workspaces of an account. @throws Error if the user of the token cannot see the account. */
export async function listWorkspaces(client: FrameioClient, accountId: string): Promise<readonly VisibleWorkspace[]> {
  const found = await collect(client.workspaces.index(accountId)).catch((error: unknown) => {
    throw error instanceof NotFoundError ? invisible('account', accountId, error) : error;
  });
  return found.map((workspace) => ({ ...workspace, accountId }));
}

/**
 * Lists the workspaces that the options name; without a name, all that the user of the token can see.
 *
 * @throws Error if the user of the token cannot see what the options name.
 */
export async function listVisibleWorkspaces(
  client: FrameioClient,
  { account, workspaces }: WorkspaceOptions,
): Promise<readonly VisibleWorkspace[]> {
  const accountIds = account === undefined ? (await listAccounts(client)).map(({ id }) => id) : [account];
  const visible: VisibleWorkspace[] = [];
  for (const id of accountIds) visible.push(...(await listWorkspaces(client, id)));
  if (workspaces.length === 0) return visible;
  const unknown = workspaces.find((id) => !visible.some((workspace) => workspace.id === id));
  if (unknown !== undefined) throw invisible('workspace', unknown);
  return visible.filter(({ id }) => workspaces.includes(id));
}

function invisible(kind: 'account' | 'workspace', id: string, cause?: unknown): Error {
  const message = `The ${kind} ${id} does not exist, or the user of the credentials has no access to it. Name another ${kind}, or give the user access in Frame.io.`;
  return new Error(message, { cause });
}

async function collect(
  pages: AsyncIterable<{ readonly id: string; readonly name?: string | null }>,
): Promise<readonly NamedId[]> {
  const all: NamedId[] = [];
  for await (const { id, name } of pages) all.push({ id, name: name ?? '' });
  return all;
}
