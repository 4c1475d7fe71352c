import type { FrameioClient } from '../../lib/client/client.ts';
import { listAccounts, listWorkspaces, type NamedId } from '../stack/visible-workspaces.ts';

/** A workspace of Frame.io. */
export interface WorkspaceIds {
  readonly accountId: string;
  readonly workspaceId: string;
}

/**
 * Returns the workspace that variables name, or the only one that the user of the token can see.
 *
 * @throws Error that lists the choices if there are several, or says that the user can see no workspace.
 */
export async function findWorkspace(
  client: FrameioClient,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<WorkspaceIds> {
  const accountId = variables.FRAMEIO_ACCOUNT_ID || onlyOne('account', await listAccounts(client));
  const workspaceId = variables.FRAMEIO_WORKSPACE_ID || onlyOne('workspace', await listWorkspaces(client, accountId));
  return { accountId, workspaceId };
}

const VARIABLES = { account: 'FRAMEIO_ACCOUNT_ID', workspace: 'FRAMEIO_WORKSPACE_ID' } as const;

function onlyOne(resource: keyof typeof VARIABLES, choices: readonly NamedId[]): string {
  const [first, ...others] = choices;
  if (first && others.length === 0) return first.id;
  if (!first) {
    throw new Error(`The user of FRAMEIO_TOKEN sees no ${resource}. Use the token of a user who is a member of one.`);
  }
  const list = choices.map(({ id, name }) => `\n  ${id}  ${name}`).join('');
  throw new Error(`Set ${VARIABLES[resource]} in the environment or in .env to one of:${list}`);
}
