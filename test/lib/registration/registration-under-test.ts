import { inspect } from 'node:util';
import { FrameioClient } from '../../../lib/client/client.ts';
import type { RegisteredApp, RegistrationTarget } from '../../../lib/registration/desired-registrations.ts';
import { FrameioRegistrations } from '../../../lib/registration/frameio-registrations.ts';
import { register } from '../../../lib/registration/register.ts';
import { signingSecretName } from '../../../lib/registration/signing-secret-store.ts';
import { StoredSigningSecrets } from '../../../lib/registration/stored-signing-secrets.ts';
import type { FaultOption, ServiceFault } from '../../../sandbox/aws/json-protocol/json-service.ts';
import { SecretsManager } from '../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import type { ApiFault } from '../../../sandbox/frameio/api/api-fault.ts';
import { listen } from '../../../sandbox/http/listen.ts';
import { startApi } from '../../sandbox/frameio/running-api.ts';

export const OTHER_WORKSPACE_ID = '6f1f9d5c-7a51-4a54-9a0c-0d3b7c5b0001';

export const APP: RegisteredApp = {
  handlers: [
    { name: 'a', events: ['file.ready'] },
    { name: 'b', events: ['comment.created', 'file.ready'] },
  ],
  actions: [
    {
      key: 'transcode',
      name: 'Transcode',
      description: 'Makes a proxy.',
      resourceTypes: ['file'],
      multiAsset: false,
      timeoutSeconds: 5,
    },
  ],
};

/** How a call fails, and whether the calls after it fail too, as those of a process that crashed. */
export const FAILURES = ['answer lost', 'request lost', 'crash before the call', 'crash after the call'] as const;
export type Failure = (typeof FAILURES)[number];

/** The fault of Frame.io and of Secrets Manager that makes a call fail that way. */
const FAULTS: Readonly<Record<Failure, { readonly api: ApiFault; readonly service: ServiceFault }>> = {
  'answer lost': { api: 'reset_after_processing', service: 'reset_after_processing' },
  'request lost': { api: 'reset', service: 'reset' },
  'crash before the call': { api: 400, service: 'denied' },
  'crash after the call': { api: 'reset_after_processing', service: 'reset_after_processing' },
};

export type RegistrationUnderTest = Awaited<ReturnType<typeof startRegistration>>;

/** Frame.io and Secrets Manager, and the registration of an app between them. */
export async function startRegistration() {
  let calls = 0;
  let failing: { readonly failure: Failure; readonly call: number } | undefined;
  let apiFault: (call: { readonly method: string; readonly path: string }) => ApiFault | undefined = () => undefined;
  const nextFault = () => {
    calls += 1;
    if (!failing || calls < failing.call) return undefined;
    if (calls === failing.call) return FAULTS[failing.failure];
    return failing.failure.startsWith('crash') ? FAULTS['crash before the call'] : undefined;
  };
  const api = await startApi({ fault: (call) => apiFault(call) ?? nextFault()?.api });
  const { state } = api;
  const [{ workspace, creator } = { workspace: undefined, creator: undefined }] = state.stores.workspaces.all();
  if (workspace && creator)
    state.stores.workspaces.put({
      id: OTHER_WORKSPACE_ID,
      workspace: { ...workspace, id: OTHER_WORKSPACE_ID },
      creator,
    });
  const service = new SecretsManager();
  const server = await listen(service.listener);
  const fault: FaultOption = () => nextFault()?.service;
  service.fault = fault;
  /** Removes what a test left, and sets the clock forward, so that no limit of Frame.io is reached. */
  const reset = () => {
    apiFault = () => undefined;
    failing = undefined;
    api.clock.ms += 60_000;
    for (const { id } of state.stores.webhooks.all()) state.stores.webhooks.delete(id);
    for (const { id } of state.stores.actions.all()) state.stores.actions.delete(id);
    for (const id of ['webhooks', 'actions']) service.create(id);
    service.put('credentials', state.token);
  };
  reset();
  const aws = {
    region: 'us-east-1',
    endpoint: server.url,
    credentials: { accessKeyId: 'id', secretAccessKey: 'key' },
  };
  const accountId = state.account.id;
  const target: RegistrationTarget = {
    accountId,
    workspaceIds: [state.workspace.id],
    name: 'FrameioLambda',
    webhookUrl: 'https://example.com/webhooks',
    actionsUrl: 'https://example.com/actions',
  };
  const output: string[] = [];
  const registrations = () =>
    new FrameioRegistrations(new FrameioClient({ token: state.token, baseUrl: api.url, maxRetries: 0 }), accountId);

  /** Registers the app, as a new process does. Returns the report, or the error. */
  const run = async (
    app: RegisteredApp = APP,
    changes: Partial<RegistrationTarget> = {},
    previous?: RegistrationTarget,
    { hasActionSecret = true } = {},
  ) => {
    const result = await register({
      registrations: registrations(),
      stores: {
        webhook: new StoredSigningSecrets('webhooks', aws),
        action: hasActionSecret ? new StoredSigningSecrets('actions', aws) : undefined,
      },
      app,
      target: { ...target, ...changes },
      previous,
      onChange: (change) => output.push(inspect(change, { depth: 9 })),
    }).catch((error: unknown) => {
      if (error instanceof Error) return error;
      throw error;
    });
    output.push(inspect(result, { depth: 9 }), JSON.stringify(result));
    return result;
  };

  return {
    api,
    service,
    target,
    run,
    registrations,
    reset,
    store: new StoredSigningSecrets('webhooks', aws),
    /** Where a bundled function finds the services. */
    variables: {
      AWS_ENDPOINT_URL_SECRETS_MANAGER: server.url,
      FRAMEIO_BASE_URL: api.url,
      API_CREDENTIALS_SECRET_ID: 'credentials',
      SIGNING_SECRETS_SECRET_ID: 'webhooks',
      ACTION_SIGNING_SECRETS_SECRET_ID: 'actions',
    },
    /** Everything that a caller could print. */
    output,
    /** Fails a call, counted from 1. */
    failAt: (failure: Failure, call: number) => {
      failing = { failure, call };
      calls = 0;
    },
    /** Fails the calls to Frame.io for which the function returns a fault. */
    failApi: (fault: typeof apiFault) => {
      apiFault = fault;
    },
    stopFailing: () => {
      failing = undefined;
    },
    countCalls: async (work: () => Promise<unknown>) => {
      calls = 0;
      await work();
      return calls;
    },
    webhooks: () => state.stores.webhooks.all(),
    actions: () => state.stores.actions.all(),
    stored: async (secretId: 'webhooks' | 'actions') => await new StoredSigningSecrets(secretId, aws).read(),
    close: async () => {
      await api.close();
      await server.close();
    },
  };
}

/** Returns the changes of a registration, such as `create webhook`. Throws if it failed. */
export function changesOf(result: Awaited<ReturnType<RegistrationUnderTest['run']>>): readonly string[] {
  if (result instanceof Error) throw result;
  return result.changes.map(({ change, ...planned }) => {
    const type = 'desired' in planned ? planned.desired.type : planned.existing.type;
    return `${change} ${type}`;
  });
}

/** Webhooks or custom actions with their signing secrets. */
export type RegisteredSecrets = readonly { readonly id: string; readonly secret: string }[];

/** Returns what the stored secret of these webhooks or actions should hold. */
export function storedSecretsOf(accountId: string, registered: RegisteredSecrets): Readonly<Record<string, string>> {
  return Object.fromEntries(registered.map(({ id, secret }) => [signingSecretName(accountId, id), secret]));
}
