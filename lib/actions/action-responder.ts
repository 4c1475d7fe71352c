import { CLOCK_TOLERANCE_MS } from '../core/clock.ts';
import { HandlerTimeoutError } from '../core/errors.ts';
import { withTimeout } from '../core/with-timeout.ts';
import { type ActionPayload, readActionEvent, readInteractionIds, readSubmission } from '../events/action-event.ts';
import type { Logger } from '../observability/logger.ts';
import type { Store } from '../store/store.ts';
import type { ActionRegistry, RegisteredAction } from './action-registry.ts';
import type { ActionRunContext } from './action-run-context.ts';
import { answerKey } from './answer-key.ts';
import { AnswerOnce, lateStore } from './answer-once.ts';
import { type FailureMessage, failureMessage } from './failure-message.ts';
import { encodeInteraction, parseInteraction } from './interaction-record.ts';
import { message } from './message.ts';
import { refuseResources } from './refuse-resources.ts';
import { type Reply, type ReplyBody, serializeReply } from './reply.ts';
import { type ActionServices, runAction } from './run-action.ts';

/** A verified request of a custom action. */
export interface ActionDelivery {
  readonly payload: ActionPayload;
  /** When API Gateway received the request, in milliseconds since 1970. */
  readonly receivedAt: number;
  /** The id that all log lines of the request share. */
  readonly correlationId: string;
}

/** What to answer: a dialog, no dialog (`null`), or a status. */
export type ActionAnswer =
  | { readonly kind: 'answered'; readonly body: ReplyBody | null }
  /** The request is not one of a custom action. */
  | { readonly kind: 'invalid' }
  /** No handler started. Frame.io may repeat the request. */
  | { readonly kind: 'not_started' };

/** The parts of an app that answer custom actions. */
export interface ActionResponderServices<Client, Env, Secret extends string>
  extends ActionServices<Client, Env, Secret> {
  readonly logger: Logger;
  readonly registry: ActionRegistry<ActionRunContext<Client, Env, Secret>>;
  /** Remembers answers and the state of wizards. */
  readonly store: () => Store;
  readonly describeFailure: FailureMessage;
}

/** Time in ms for the answer to reach Frame.io. */
const ARRIVAL_MS = 500;

/** Time in ms after the handler, for `onError` and for storing the answer. */
const AFTER_HANDLER_MS = 800;

/** How long to keep what an interaction needs, in seconds. A person may leave a form open overnight. */
const INTERACTION_TTL_SECONDS = 24 * 60 * 60;

/** Answers the requests of custom actions in time, once for each submission. */
export class ActionResponder<Client, Env, Secret extends string> {
  readonly #services: ActionResponderServices<Client, Env, Secret>;
  readonly #answerOnce: AnswerOnce;

  constructor(services: ActionResponderServices<Client, Env, Secret>) {
    this.#services = services;
    this.#answerOnce = new AnswerOnce(services.store);
  }

  /**
   * Answers a request. After a handler has started, the answer is always a dialog, because Frame.io repeats a request that
   * got a 5xx, and with it the effect of the handler.
   */
  async answer({ payload, receivedAt, correlationId }: ActionDelivery): Promise<ActionAnswer> {
    const { logger, registry } = this.#services;
    const ids = readInteractionIds(payload);
    const submitted = readSubmission(payload);
    if (!ids || (submitted === undefined && !readActionEvent(payload))) return { kind: 'invalid' };
    const { interactionId } = ids;
    const attributes = { action: ids.type, interaction_id: interactionId, correlation_id: correlationId };
    const action = registry.find(ids.type);
    if (!action) {
      logger.warn('custom action without handler', attributes);
      return dialog(message('Not available', 'This action is no longer available.'));
    }
    const timeoutMs = action.definition.timeoutSeconds * 1_000;
    const key = answerKey(interactionId, submitted);
    const once = {
      key: `action-answer:${key}`,
      lockedUntil: receivedAt + timeoutMs + CLOCK_TOLERANCE_MS,
      waitUntil: receivedAt + timeoutMs - ARRIVAL_MS,
      logger,
    };
    const budgetEnd = once.waitUntil - AFTER_HANDLER_MS;
    try {
      const result = await this.#answerOnce.run(once, async ({ isRetry }) => {
        const details = { deliveryKey: key, correlationId, attempt: 1, receivedAt };
        return await this.#work(action, payload, { details, isRetry, budgetEnd });
      });
      if (result.kind === 'in_progress') {
        logger.warn('custom action in progress in another process', attributes);
        return { kind: 'not_started' };
      }
      logger.info(result.isRepeat ? 'custom action repeated' : 'custom action answered', attributes);
      return { kind: 'answered', body: result.answer };
    } catch (error) {
      logger.error('custom action not started', { ...attributes, error });
      return { kind: 'not_started' };
    }
  }

  /** @throws StoreError before a handler started */
  async #work(
    action: RegisteredAction<ActionRunContext<Client, Env, Secret>>,
    payload: ActionPayload,
    run: {
      readonly details: { deliveryKey: string; correlationId: string; attempt: number; receivedAt: number };
      readonly isRetry: boolean;
      readonly budgetEnd: number;
    },
  ): Promise<ReplyBody | null> {
    const { store, logger, describeFailure } = this.#services;
    const { details, isRetry, budgetEnd } = run;
    const { definition } = action;
    const submitted = readSubmission(payload);
    const interactionKey = `action-interaction:${payload.interaction_id}`;
    const known = parseInteraction(submitted === undefined ? undefined : await store().get(interactionKey));
    const event = readActionEvent({ ...known.firstRequest, ...payload });
    if (!event) {
      logger.warn('custom action without its first request', { correlation_id: details.correlationId });
      return serializeReply(message(definition.name, 'This form has expired. Close it and run the action again.'));
    }
    const failed = (error: unknown) => {
      const failure = { error, reference: details.correlationId, action: definition };
      return serializeReply(failureMessage(describeFailure, failure, logger));
    };
    const refusal = refuseResources(definition, event);
    if (refusal) return serializeReply(refusal);
    const budgetMs = budgetEnd - Date.now();
    const request = { event, submitted, state: known.state, budgetMs, details, isRetry };
    const result = await runAction(action, request, this.#services);
    if (result.kind === 'not_started') {
      throw new HandlerTimeoutError(
        'The time to answer ended before the handler could start. Frame.io repeats the request.',
      );
    }
    if (result.kind === 'failed') return failed(result.error);
    if (result.reply?.kind === 'form') {
      const record = encodeInteraction(event, result.state);
      const stored = store().put(interactionKey, record, { expiresInSeconds: INTERACTION_TTL_SECONDS });
      try {
        await withTimeout(stored, budgetEnd + AFTER_HANDLER_MS - Date.now(), lateStore);
      } catch (error) {
        logger.error('interaction not stored', { correlation_id: details.correlationId, error });
        if (result.state) return failed(error);
      }
    }
    return result.reply ? serializeReply(result.reply) : null;
  }
}

function dialog(reply: Reply): ActionAnswer {
  return { kind: 'answered', body: serializeReply(reply) };
}
