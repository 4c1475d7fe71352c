import { ConfigError } from './errors.ts';
import { isRecord, recordOf } from './type-guards.ts';

/** Types of a declared environment variable. */
export const VARIABLE_TYPES = ['string', 'number', 'boolean'] as const;

/** One of `VARIABLE_TYPES`. */
export type VariableType = (typeof VARIABLE_TYPES)[number];

/** An environment variable that handlers need, as the manifest lists it. */
export interface ManifestVariable {
  readonly type: VariableType;
  /** Value that handlers get when the variable is not set. A variable without a default must be set. */
  readonly default?: string | number | boolean;
  readonly description?: string;
}

/** A secret that handlers need, as the manifest lists it. */
export interface ManifestSecret {
  /** Name or ARN in Secrets Manager. A secret without one gets it from the deployment. */
  readonly secretId?: string;
  readonly description?: string;
}

/** A handler and the names of its events, or `'*'`. */
export interface ManifestHandler {
  readonly name: string;
  readonly events: readonly string[];
}

/** Types of resources that a custom action can be offered on. */
export const ACTION_RESOURCE_TYPES = ['file', 'folder', 'version_stack'] as const;

/** One of `ACTION_RESOURCE_TYPES`. */
export type ActionResourceType = (typeof ACTION_RESOURCE_TYPES)[number];

/** A custom action, as the manifest lists it. */
export interface ManifestAction {
  /** Key of the action: the `type` of its requests, and its name in the secret with the actions' signing secrets. */
  readonly key: string;
  /** Name that people see in Frame.io. */
  readonly name: string;
  readonly description: string;
  readonly resourceTypes: readonly ActionResourceType[];
  /** Whether the action can run on several resources at once. */
  readonly multiAsset: boolean;
  /** How long Frame.io waits for the answer. */
  readonly timeoutSeconds: number;
}

/** A background job, as the manifest lists it. */
export interface ManifestJob {
  readonly name: string;
}

/** What a deployment needs to know about an app. It is JSON: the constructs read it in another process. */
export interface AppManifest {
  readonly version: 1;
  readonly handlers: readonly ManifestHandler[];
  readonly actions: readonly ManifestAction[];
  readonly jobs: readonly ManifestJob[];
  /** The variables, by the name of the environment variable. */
  readonly env: Readonly<Record<string, ManifestVariable>>;
  /** The secrets, by the name that handlers use. */
  readonly secrets: Readonly<Record<string, ManifestSecret>>;
  /** Whether the app needs a table for the values that handlers store. */
  readonly store: boolean;
  /** Name or ARN of the secret with the API credentials, if the app names its own. */
  readonly apiCredentialsSecretId?: string;
  /** Name or ARN of the secret with the signing secrets, if the app names its own. */
  readonly signingSecretsSecretId?: string;
  /** Name or ARN of the secret with the custom actions' signing secrets, if the app names its own. */
  readonly actionSigningSecretsSecretId?: string;
}

/**
 * Parses a manifest that another process wrote as JSON. An app of an older version lists no actions and no jobs.
 *
 * @throws ConfigError when the value is not a manifest of this version.
 */
export function parseManifest(value: unknown): AppManifest {
  if (!isRecord(value) || value.version !== 1) {
    throw invalid('the version 1', isRecord(value) ? value.version : value);
  }
  const { handlers, actions = [], jobs = [], env, secrets, store } = value;
  const { apiCredentialsSecretId, signingSecretsSecretId, actionSigningSecretsSecretId } = value;
  return {
    version: 1,
    handlers: readList(handlers, 'handlers').map(readHandler),
    actions: readList(actions, 'actions').map(readAction),
    jobs: readList(jobs, 'jobs').map(readJob),
    env: mapRecord(env, 'env', readVariable),
    secrets: mapRecord(secrets, 'secrets', readSecret),
    store: store === true, // an app of an older version does not have it
    ...optional('apiCredentialsSecretId', readText(apiCredentialsSecretId)),
    ...optional('signingSecretsSecretId', readText(signingSecretsSecretId)),
    ...optional('actionSigningSecretsSecretId', readText(actionSigningSecretsSecretId)),
  };
}

function readHandler(value: unknown): ManifestHandler {
  if (!isRecord(value) || typeof value.name !== 'string') throw invalid('a handler with a name', value);
  return { name: value.name, events: readList(value.events, 'events').map(String) };
}

function readAction(value: unknown): ManifestAction {
  const { key, name, description, resourceTypes, multiAsset, timeoutSeconds } = recordOf(value);
  if (typeof key !== 'string' || typeof name !== 'string' || typeof timeoutSeconds !== 'number') {
    throw invalid('an action with a key, a name and timeoutSeconds', value);
  }
  return {
    key,
    name,
    description: readText(description) ?? '',
    resourceTypes: readList(resourceTypes, 'resourceTypes').map(readResourceType),
    multiAsset: multiAsset === true,
    timeoutSeconds,
  };
}

function readResourceType(value: unknown): ActionResourceType {
  const type = ACTION_RESOURCE_TYPES.find((known) => known === value);
  if (!type) throw invalid(`a resource type: ${ACTION_RESOURCE_TYPES.join(', ')}`, value);
  return type;
}

function readJob(value: unknown): ManifestJob {
  const { name } = recordOf(value);
  if (typeof name !== 'string') throw invalid('a job with a name', value);
  return { name };
}

function readVariable(value: unknown): ManifestVariable {
  const given = isRecord(value) ? value : {};
  const type = VARIABLE_TYPES.find((known) => known === given.type);
  if (!type) throw invalid(`a variable of the type ${VARIABLE_TYPES.join(', ')}`, value);
  const fallback = given.default;
  const isValue = typeof fallback === 'string' || typeof fallback === 'number' || typeof fallback === 'boolean';
  return { type, ...(isValue && { default: fallback }), ...optional('description', readText(given.description)) };
}

function readSecret(value: unknown): ManifestSecret {
  if (!isRecord(value)) throw invalid('a secret', value);
  return {
    ...optional('secretId', readText(value.secretId)),
    ...optional('description', readText(value.description)),
  };
}

function readText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function readList(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw invalid(`a list in "${field}"`, value);
  return value;
}

function mapRecord<Read>(
  value: unknown,
  field: string,
  read: (entry: unknown) => Read,
): Readonly<Record<string, Read>> {
  if (!isRecord(value)) throw invalid(`an object in "${field}"`, value);
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, read(entry)]));
}

function optional<Name extends string>(name: Name, value: string | undefined): { readonly [N in Name]?: string } {
  const entry: { [N in Name]?: string } = {};
  if (value !== undefined) entry[name] = value;
  return entry;
}

function invalid(expected: string, found: unknown): ConfigError {
  return new ConfigError(
    `The app's manifest is invalid: expected ${expected}, found ${JSON.stringify(found)}. Use the same version of frameio-lambda in the app and in the deployment.`,
  );
}
