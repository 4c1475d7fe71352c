import { ConfigError } from '../core/errors.ts';
import { ACTION_RESOURCE_TYPES, type ActionResourceType, type ManifestAction } from '../core/manifest.ts';
import { requireText } from './require-text.ts';

/** What a custom action is in Frame.io, and what it asks for. */
export interface ActionDefinition<Source> {
  /** Name in Frame.io's menu. */
  readonly name: string;
  /** What the action does, for the people who may run it. */
  readonly description: string;
  /**
   * Types of the assets that the action accepts. On another one, it answers with a message that says so.
   * @default all three types
   */
  readonly resourceTypes?: readonly ActionResourceType[] | undefined;
  /**
   * Whether the action accepts several assets at once, up to 100.
   * @default false
   */
  readonly multiAsset?: boolean | undefined;
  /**
   * Time in seconds that Frame.io waits for the answer, from 5 to 10.
   * @default 5
   */
  readonly timeoutSeconds?: number | undefined;
  /**
   * What the action asks before its handler runs: a form, a function that returns a form or a message, or a wizard.
   * @default nothing
   */
  readonly form?: Source | undefined;
}

const MIN_TIMEOUT_SECONDS = 5;
const MAX_TIMEOUT_SECONDS = 10;

/** Frame.io's limit of a name (API reference, custom actions). */
const MAX_LENGTH = 255;

/**
 * Checks a definition and returns it as the manifest lists it.
 *
 * @param key - Identifies the action: `event` in Frame.io's API.
 * @throws ConfigError that names the field.
 */
export function readDefinition(
  key: string,
  {
    name,
    description,
    resourceTypes = ACTION_RESOURCE_TYPES,
    multiAsset = false,
    timeoutSeconds = MIN_TIMEOUT_SECONDS,
  }: ActionDefinition<unknown>,
): ManifestAction {
  const action = `the custom action "${key}"`;
  requireText(key, 'key', 'a custom action');
  requireText(name, 'name', action);
  requireText(description, 'description', action);
  for (const [field, text] of Object.entries({ key, name, description })) {
    if (text.length > MAX_LENGTH) {
      throw new ConfigError(`The ${field} of ${action} has ${text.length} characters. Use at most ${MAX_LENGTH}.`);
    }
  }
  const isUnknown = resourceTypes.some((type) => !ACTION_RESOURCE_TYPES.includes(type));
  if (resourceTypes.length === 0 || isUnknown) {
    throw new ConfigError(
      `The resourceTypes of ${action} are ${JSON.stringify(resourceTypes)}. Use one or more of ${ACTION_RESOURCE_TYPES.join(', ')}.`,
    );
  }
  const isInRange = timeoutSeconds >= MIN_TIMEOUT_SECONDS && timeoutSeconds <= MAX_TIMEOUT_SECONDS;
  if (!Number.isInteger(timeoutSeconds) || !isInRange) {
    throw new ConfigError(
      `The timeoutSeconds of ${action} are ${timeoutSeconds}. Use a whole number from ${MIN_TIMEOUT_SECONDS} to ${MAX_TIMEOUT_SECONDS}.`,
    );
  }
  return { key, name, description, resourceTypes, multiAsset, timeoutSeconds };
}
