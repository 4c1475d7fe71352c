import { ConfigError, HandlerTimeoutError } from '../core/errors.ts';
import type { ManifestAction } from '../core/manifest.ts';
import type { Logger } from '../observability/logger.ts';
import { serializeError } from '../observability/serialize-error.ts';
import { type Message, message } from './message.ts';
import { isMessage } from './reply.ts';

/** A custom action that failed. */
export interface ActionFailure {
  /** What the handler threw, or the `HandlerTimeoutError`. Do not show its text: it may hold internal details. */
  readonly error: unknown;
  /** The correlation id, which the log lines of the action contain. */
  readonly reference: string;
  readonly action: Pick<ManifestAction, 'key' | 'name'>;
}

/** Returns the message that a person sees when a custom action fails. */
export type FailureMessage = (failure: ActionFailure) => Message;

/** The message of an app that does not bring its own. */
export const defaultFailureMessage: FailureMessage = ({ error, reference, action }) =>
  message(
    action.name,
    error instanceof HandlerTimeoutError
      ? `This takes longer than expected, and may still have an effect. Reference: ${reference}`
      : `This did not work. Try again, or ask your team with this reference: ${reference}`,
  );

/** Returns the app's message, or the default one if the app's function throws. */
export function failureMessage(describe: FailureMessage, failure: ActionFailure, logger: Logger): Message {
  try {
    const described: unknown = describe(failure);
    if (isMessage(described)) return described;
    throw new ConfigError('actionFailureMessage returned no message. Return message(...).');
  } catch (error) {
    logger.error('actionFailureMessage failed', { correlation_id: failure.reference, error: serializeError(error) });
    return defaultFailureMessage(failure);
  }
}
