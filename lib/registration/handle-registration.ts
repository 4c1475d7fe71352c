import type { FrameioClient } from '../client/client.ts';
import type { Logger } from '../observability/logger.ts';
import { isCredentialProblem } from './credential-problem.ts';
import { countRegistrations, describeChange, warningsOf } from './describe-registration.ts';
import type { RegisteredApp, RegistrationTarget } from './desired-registrations.ts';
import { FrameioRegistrations } from './frameio-registrations.ts';
import type { RegistrationPlan } from './plan-registration.ts';
import { register } from './register.ts';
import type { RegistrationEvent } from './registration-event.ts';
import type { SigningSecretStores } from './signing-secret-store.ts';

/** What the registration needs. */
export interface RegistrationServices {
  readonly client: FrameioClient;
  readonly stores: SigningSecretStores;
  readonly logger: Logger;
}

/** Response to CloudFormation. */
export interface RegistrationResponse {
  readonly PhysicalResourceId: string;
  readonly Data: {
    /** What was done, and what a person should know. An output of the stack shows it. */
    readonly Status: string;
  };
}

/** CloudFormation accepts responses of up to 4 KiB. */
const MAX_STATUS_LENGTH = 1_000;

const NOTHING: RegisteredApp = { handlers: [], actions: [] };

/**
 * Creates, updates or deletes the webhooks and custom actions of an app, as CloudFormation requests. Without usable
 * credentials, it does nothing and succeeds: the app is deployed, and `frameio-lambda connect` registers it later.
 *
 * @throws An error of Frame.io or of the secret store. CloudFormation then restores the previous state.
 */
export async function handleRegistration(
  event: RegistrationEvent,
  services: RegistrationServices,
): Promise<RegistrationResponse> {
  const { physicalResourceId: PhysicalResourceId } = event;
  const status = await statusOf(event, services);
  return { PhysicalResourceId, Data: { Status: status.slice(0, MAX_STATUS_LENGTH) } };
}

async function statusOf(event: RegistrationEvent, services: RegistrationServices): Promise<string> {
  const { logger } = services;
  try {
    return await apply(event, services);
  } catch (error) {
    if (!(error instanceof Error) || !isCredentialProblem(error)) throw error;
    const isDelete = event.requestType === 'Delete';
    logger.warn('registration skipped', { error });
    const next = isDelete
      ? 'The webhooks and custom actions of the app still exist. Delete them in Frame.io.'
      : 'Then register the app: npx frameio-lambda connect';
    return `Not ${isDelete ? 'deleted from' : 'registered with'} Frame.io. ${error.message} ${next}`;
  }
}

async function apply(event: RegistrationEvent, services: RegistrationServices): Promise<string> {
  const { requestType, target, manifest, previous } = event;
  if (requestType === 'Delete') return await unregister(target, services);
  const movesToAccount = previous !== undefined && previous.accountId !== target.accountId;
  try {
    const remaining = await change(manifest, target, services, movesToAccount ? undefined : previous);
    if (movesToAccount) await unregister(previous, services);
    return [`Registered with Frame.io: ${countRegistrations(remaining)}.`, ...warningsOf(remaining)].join(' ');
  } catch (error) {
    // CloudFormation does not request the deletion of what it could not create.
    if (requestType === 'Create') await cleanUp(target, services, error);
    throw error;
  }
}

async function unregister(target: RegistrationTarget, services: RegistrationServices): Promise<string> {
  await change(NOTHING, target, services);
  return 'Deleted from Frame.io.';
}

/** Reports what it cannot delete, unless the credentials are the problem: then the creation succeeds. */
async function cleanUp(target: RegistrationTarget, services: RegistrationServices, failure: unknown): Promise<void> {
  await unregister(target, services).catch((error: unknown) => {
    if (!isCredentialProblem(failure)) services.logger.error('failed registration not deleted', { error });
  });
}

async function change(
  app: RegisteredApp,
  target: RegistrationTarget,
  { client, stores, logger }: RegistrationServices,
  previous?: RegistrationTarget,
): Promise<RegistrationPlan> {
  const { remaining } = await register({
    registrations: new FrameioRegistrations(client, target.accountId),
    stores,
    app,
    target,
    previous,
    onChange: (planned) => logger.info('registration changed', { change: describeChange(planned) }),
  });
  for (const warning of warningsOf(remaining)) logger.warn('registration needs attention', { warning });
  return remaining;
}
