import { ConfigError } from '../core/errors.ts';
import { type AppManifest, parseManifest } from '../core/manifest.ts';
import { parseRecord, recordOf } from '../core/type-guards.ts';
import type { RegistrationTarget } from './desired-registrations.ts';

/** Types of requests of CloudFormation. */
export const REQUEST_TYPES = ['Create', 'Update', 'Delete'] as const;

/** A request of CloudFormation about the registration of an app. */
export interface RegistrationEvent {
  readonly requestType: (typeof REQUEST_TYPES)[number];
  readonly physicalResourceId: string;
  readonly manifest: AppManifest;
  readonly target: RegistrationTarget;
  /** The target of the previous deployment. Only an update has one. */
  readonly previous: RegistrationTarget | undefined;
}

/**
 * Parses an event of the provider framework of the CDK.
 *
 * @throws ConfigError if the event is no request of the construct `WebhookRegistration`.
 */
export function parseRegistrationEvent(event: unknown): RegistrationEvent {
  const { RequestType, RequestId, PhysicalResourceId, ResourceProperties, OldResourceProperties } = recordOf(event);
  const requestType = REQUEST_TYPES.find((known) => known === RequestType);
  if (!requestType) throw invalid('the RequestType Create, Update or Delete', RequestType);
  return {
    requestType,
    physicalResourceId: typeof PhysicalResourceId === 'string' ? PhysicalResourceId : `registration-${RequestId}`,
    manifest: parseManifest(parseRecord(readText('manifest', recordOf(ResourceProperties).manifest))),
    target: parseTarget(ResourceProperties),
    previous: requestType === 'Update' ? parseTarget(OldResourceProperties) : undefined,
  };
}

function parseTarget(properties: unknown): RegistrationTarget {
  const { accountId, workspaceIds, name, webhookUrl, actionsUrl } = recordOf(properties);
  if (!Array.isArray(workspaceIds)) throw invalid('a list of workspaceIds', workspaceIds);
  return {
    accountId: readText('accountId', accountId),
    workspaceIds: workspaceIds.map((id) => readText('workspaceIds', id)),
    name: readText('name', name),
    webhookUrl: readText('webhookUrl', webhookUrl),
    actionsUrl: actionsUrl === undefined ? undefined : readText('actionsUrl', actionsUrl),
  };
}

function readText(name: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  throw invalid(`a text in ${name}`, value);
}

function invalid(expected: string, found: unknown): ConfigError {
  return new ConfigError(
    `The request to register the app is invalid: expected ${expected}, found ${JSON.stringify(found)}. Deploy it with the construct FrameioWebhook of this version.`,
  );
}
