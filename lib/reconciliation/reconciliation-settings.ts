import { ConfigError } from '../core/errors.ts';
import { parseRecord } from '../core/type-guards.ts';

/** What a reconciliation looks at. The construct writes it as JSON into the environment of the function. */
export interface ReconciliationSettings {
  readonly accountId: string;
  readonly projectIds: readonly string[];
  /** Workspaces whose projects are all watched. */
  readonly workspaceIds: readonly string[];
  /** How long before the pass before the previous one a file may have changed, in milliseconds. */
  readonly lookBackMs: number;
}

/**
 * Parses the settings.
 *
 * @param variable - Name of the environment variable, for the error.
 * @throws ConfigError if they are malformed.
 */
export function parseReconciliationSettings(text: string, variable: string): ReconciliationSettings {
  const { accountId, projectIds = [], workspaceIds = [], lookBackMs } = parseRecord(text) ?? {};
  const isReadable =
    typeof accountId === 'string' && isTexts(projectIds) && isTexts(workspaceIds) && typeof lookBackMs === 'number';
  if (isReadable) return { accountId, projectIds, workspaceIds, lookBackMs };
  throw new ConfigError(
    `Expected ${variable} to be a JSON object with accountId, projectIds, workspaceIds and lookBackMs. Deploy the construct Reconciliation again, which sets it.`,
  );
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}
