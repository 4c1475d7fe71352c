import { UsageError } from '../usage-error.ts';

/** The options of a command that name workspaces of Frame.io, for `parseOptions`. */
export const WORKSPACE_OPTIONS = {
  account: { type: 'string' },
  workspace: { type: 'string', multiple: true },
} as const;

/** Workspaces that a command names. */
export interface WorkspaceOptions {
  readonly account: string | undefined;
  /** Empty if the user named no workspace. */
  readonly workspaces: readonly string[];
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Returns these options of a parsed command line. @throws UsageError for an id that is not a UUID. */
export function readWorkspaceOptions(values: {
  readonly account?: string | undefined;
  readonly workspace?: readonly string[] | undefined;
}): WorkspaceOptions {
  const { account, workspace: workspaces = [] } = values;
  const checked = [['--account', account] as const, ...workspaces.map((id) => ['--workspace', id] as const)];
  for (const [option, id] of checked) {
    if (id !== undefined && !UUID.test(id))
      throw new UsageError(`${option} must be an id of Frame.io, but is "${id}".`);
  }
  return { account, workspaces };
}
