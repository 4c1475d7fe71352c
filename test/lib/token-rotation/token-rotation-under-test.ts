import { parseRecord } from '../../../lib/core/type-guards.ts';
import { SecretsManager } from '../../../sandbox/aws/secrets-manager/secrets-manager.ts';
import { frameioListener } from '../../../sandbox/frameio/frameio-listener.ts';
import { imsClient, userOfToken } from '../../../sandbox/frameio/ims/ims-tokens.ts';
import { FrameioState } from '../../../sandbox/frameio/state/frameio-state.ts';
import { listen } from '../../../sandbox/http/listen.ts';
import { type ApiFaultOption, faulty } from '../../support/api-faults.ts';
import type { Variables } from '../../support/deployment-types.ts';
import type { FaultyCalls } from '../../support/faulty-calls.ts';

export const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];

/** The function under test. */
interface RotationFunction {
  invoke(event: object, variables: Variables): Promise<unknown>;
}

export type TokenRotationUnderTest = Awaited<ReturnType<typeof startTokenRotation>>;

/** Secrets Manager, Frame.io and Adobe IMS around the function. */
export async function startTokenRotation(rotation: RotationFunction, calls?: FaultyCalls) {
  const frameio = new FrameioState();
  const secretsManager = new SecretsManager();
  secretsManager.fault = () => calls?.next();
  const { id: client_id, secret: client_secret } = imsClient(frameio);
  const credentials = { client_id, client_secret, note: 'kept by the rotation' };
  let secrets = 0;
  let apiFault: ApiFaultOption;
  const aws = await listen(secretsManager.listener);
  const adobe = await listen(
    faulty(frameioListener({ state: frameio, now: () => Date.now() * 1_000 }), () => apiFault ?? calls?.next()),
  );
  const variables = {
    AWS_ENDPOINT_URL_SECRETS_MANAGER: aws.url,
    FRAMEIO_BASE_URL: adobe.url,
    ADOBE_IMS_URL: adobe.url,
  };

  const invoke = async (step: string, secretId: string, versionId: string) =>
    void (await rotation.invoke({ Step: step, SecretId: secretId, ClientRequestToken: versionId }, variables));

  /** Returns what a version holds: the current one by default. */
  const storedIn = (secretId: string, stage?: string) => parseRecord(secretsManager.text(secretId, stage) ?? '') ?? {};

  return {
    frameio,
    secretsManager,
    credentials,
    invoke,
    storedIn,
    hasValidToken: (secretId: string) => userOfToken(frameio, String(storedIn(secretId).token)) !== undefined,
    failApi: (fault: ApiFaultOption) => {
      apiFault = fault;
    },
    newSecret: (value: object = credentials) => {
      secrets += 1;
      secretsManager.put(`credentials-${secrets}`, JSON.stringify(value));
      return `credentials-${secrets}`;
    },
    /** Rotates a secret as Secrets Manager does: after a failure, it repeats the steps from the first. */
    rotate: async (secretId: string, attempts = 1, onFailure?: () => void) => {
      const versionId = secretsManager.startRotation(secretId);
      for (let attempt = 1; ; attempt += 1) {
        try {
          for (const step of STEPS) await invoke(step, secretId, versionId);
          return;
        } catch (error) {
          if (attempt === attempts) throw error;
          onFailure?.();
        }
      }
    },
    close: async () => {
      await aws.close();
      await adobe.close();
    },
  };
}
