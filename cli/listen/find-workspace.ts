import type { FrameioClient } from '../../lib/client/client.ts';

/** A workspace of Frame.io. */
export interface WorkspaceIds {
  readonly accountId: string;
  readonly workspaceId: string;
}

/** A resource that the user can choose. */
interface Choice {
  readonly id: string;
  readonly name?: string | null;
}

/**
 * Returns the workspace that variables name, or the only one that the user of the token can see.
 *
 * @throws Error that lists the choices if there are several.
 */
export async function findWorkspace(
  client: FrameioClient,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<WorkspaceIds> {
  const accountId =
    variables.FRAMEIO_ACCOUNT_ID || onlyOne('FRAMEIO_ACCOUNT_ID', await collect(client.accounts.index()));
  const workspaceId =
    variables.FRAMEIO_WORKSPACE_ID ||
    onlyOne('FRAMEIO_WORKSPACE_ID', await collect(client.workspaces.index(accountId)));
  return { accountId, workspaceId };
}

async function collect(pages: AsyncIterable<Choice>): Promise<readonly Choice[]> {
  const all: Choice[] = [];
  for await (const item of pages) all.push(item);
  return all;
}

function onlyOne(variable: string, choices: readonly Choice[]): string {
  const [first, ...others] = choices;
  if (first && others.length === 0) return first.id;
  const list = choices.map(({ id, name }) => `\n  ${id}  ${name ?? ''}`).join('');
  throw new Error(
    `Set ${variable} in the environment or in .env to one of:${list || ' none is visible to the token.'}`,
  );
}
