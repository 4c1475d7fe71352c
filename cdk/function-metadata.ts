import { type AppManifest, parseManifest } from '../lib/core/manifest.ts';
import { isRecord, recordOf } from '../lib/core/type-guards.ts';

/** Key of the metadata that a webhook's functions carry in the template. */
export const METADATA_KEY = 'frameio-lambda';

/**
 * What a function of a webhook does. `actions`: it answers custom actions, which the endpoint does otherwise. `job-worker`: it
 * runs one job.
 */
export const FUNCTION_ROLES = ['endpoint', 'actions', 'worker', 'job-worker'] as const;

/** One of `FUNCTION_ROLES`. */
export type FunctionRole = (typeof FUNCTION_ROLES)[number];

/** Where a deployment registers its app with Frame.io. */
export interface RegistrationMetadata {
  readonly accountId: string;
  readonly workspaceIds: readonly string[];
  /** Name of the webhooks in Frame.io. */
  readonly name: string;
}

/** Metadata of a function. The sandbox and the commands find the functions of a webhook by it. */
export interface FunctionMetadata {
  readonly function: FunctionRole;
  /** Name of the job that a `job-worker` runs. */
  readonly job?: string;
  /** Path of the `FrameioWebhook` in the construct tree. */
  readonly webhook: string;
  readonly manifest: AppManifest;
  /** What precedes the names of the webhook's outputs. Only the endpoint of a webhook with outputs has it. */
  readonly outputPrefix?: string;
  /** Where the deployment registers the app. Only the endpoint of a webhook with the prop `registration` has it. */
  readonly registration?: RegistrationMetadata;
}

/** Reads the metadata of a resource. Returns `undefined` if the resource is no function of a webhook. */
export function readFunctionMetadata(metadata: unknown): FunctionMetadata | undefined {
  const value = isRecord(metadata) ? metadata[METADATA_KEY] : undefined;
  if (!isRecord(value)) return undefined;
  const role = FUNCTION_ROLES.find((known) => known === value.function);
  const { webhook, job, manifest, outputPrefix } = value;
  const registration = readRegistration(value.registration);
  if (!role || typeof webhook !== 'string') return undefined;
  return {
    function: role,
    ...(typeof job === 'string' && { job }),
    ...(typeof outputPrefix === 'string' && { outputPrefix }),
    ...(registration && { registration }),
    webhook,
    manifest: parseManifest(manifest),
  };
}

/** Returns `undefined` if a value is known only after the deployment. */
function readRegistration(value: unknown): RegistrationMetadata | undefined {
  const { accountId, workspaceIds, name } = recordOf(value);
  if (typeof accountId !== 'string' || typeof name !== 'string' || !Array.isArray(workspaceIds)) return undefined;
  const ids = workspaceIds.filter((id) => typeof id === 'string');
  return ids.length === workspaceIds.length ? { accountId, workspaceIds: ids, name } : undefined;
}
