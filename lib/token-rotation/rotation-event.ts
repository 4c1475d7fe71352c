import { ConfigError } from '../core/errors.ts';
import { recordOf } from '../core/type-guards.ts';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;

/** A step of a rotation (Secrets Manager guide, "Lambda rotation functions"). */
export type RotationStep = (typeof STEPS)[number];

/** What Secrets Manager passes to a rotation function. */
export interface RotationEvent {
  readonly step: RotationStep;
  /** ARN of the secret. */
  readonly secretId: string;
  /** Id of the version that the rotation creates. */
  readonly versionId: string;
}

/** @throws ConfigError if the event is not from Secrets Manager. */
export function parseRotationEvent(event: unknown): RotationEvent {
  const { Step, SecretId, ClientRequestToken } = recordOf(event);
  const step = STEPS.find((known) => known === Step);
  if (!step || typeof SecretId !== 'string' || typeof ClientRequestToken !== 'string') {
    throw new ConfigError(
      `The function must receive an event with Step (${STEPS.join(', ')}), SecretId and ClientRequestToken. Only Secrets Manager invokes it: rotate the secret with aws secretsmanager rotate-secret.`,
    );
  }
  return { step, secretId: SecretId, versionId: ClientRequestToken };
}
