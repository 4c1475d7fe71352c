import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../../clock/sandbox-clock.ts';
import { newShortId } from '../../short-id.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import type { StoredAction } from '../state/stored-resources.ts';
import type { ForgeryName } from '../webhooks/forgeries.ts';
import type { DeliveryAttempt, SentAttempt } from '../webhooks/webhook-sender.ts';
import { actionBody, type FormData, readActionBody, type SelectedResource } from './action-body.ts';
import { type ActionReply, readReply } from './action-reply.ts';
import { ActionSender, type ActionSenderOptions } from './action-sender.ts';
import type { FormField } from './form-fields.ts';

/** What a request achieved. */
export interface ActionOutcome {
  readonly attempts: readonly DeliveryAttempt[];
  readonly reply: ActionReply;
}

/** The result of a click or a submission. */
export interface ActionResult extends ActionOutcome {
  readonly interactionId: string;
  /** Outcomes of the further identical requests of a double click. */
  readonly duplicates?: readonly ActionOutcome[];
}

/** A click or a submission that was sent. */
export interface SentAction extends Pick<SentAttempt, 'timestamp' | 'signature'> {
  readonly deliveryId: string;
  readonly step: 'click' | 'submission';
  /** The event of the action, which is its key in the app. */
  readonly actionKey: string;
  readonly interactionId: string;
  readonly resources: readonly SelectedResource[];
  readonly url: string;
  /** Whether a user chose the URL. */
  readonly isChosenUrl: boolean;
  /** Text of the body, as signed. */
  readonly body: string;
  readonly forgery: ForgeryName | null;
  readonly replayOf: string | null;
}

/** A reply to a click or a submission. */
export interface RepliedAction extends ActionOutcome {
  readonly deliveryId: string;
  readonly actionKey: string;
  readonly interactionId: string;
}

/** Options of the interactions. */
export interface ActionInteractionsOptions extends Pick<ActionSenderOptions, 'retryDelayMs'> {
  readonly state: FrameioState;
  readonly clock: SandboxClock;
  readonly onSend?: (sent: SentAction) => void;
  readonly onReply?: (replied: RepliedAction) => void;
}

/** A form that the user sees. */
interface OpenForm {
  readonly actionId: string;
  readonly resources: readonly SelectedResource[];
  readonly fields: readonly FormField[];
}

/** One request to send. */
export interface ActionDelivery {
  /** @default random */
  readonly id?: string;
  readonly stored: StoredAction;
  readonly body: string;
  /** @default the URL of the action */
  readonly chosenUrl?: string;
  /**
   * Time of the signature in milliseconds since 1970.
   * @default now
   */
  readonly sentAt?: number;
  readonly forgery?: ForgeryName | null;
  /** @default Frame.io's, or 1 for a forged request, which nobody repeats */
  readonly maxAttempts?: number;
  /** Id of the delivery that this one repeats. */
  readonly replayOf?: string | null;
}

/** Maximum number of open forms. A user who leaves a form tells nobody. */
export const MAX_FORMS = 100;

interface Step {
  readonly stored: StoredAction;
  readonly interactionId: string;
  readonly resources: readonly SelectedResource[];
  readonly data?: FormData;
  /** How often the user clicks. */
  readonly times: number;
}

/** Runs custom actions as users do: a click, then a submission for each form. Only forms stay open. */
export class ActionInteractions {
  readonly #options: Required<Pick<ActionInteractionsOptions, 'state' | 'clock' | 'onSend' | 'onReply'>>;
  readonly #sender: ActionSender;
  readonly #forms = new Map<string, OpenForm>();

  constructor({ retryDelayMs, ...options }: ActionInteractionsOptions) {
    this.#options = { onSend: () => undefined, onReply: () => undefined, ...options };
    this.#sender = new ActionSender({
      clock: options.clock,
      ...(retryDelayMs !== undefined && { retryDelayMs }),
    });
  }

  /** Number of requests that wait for their responses. */
  get inFlight(): number {
    return this.#sender.inFlight;
  }

  /** Resolves when no request waits for its response. */
  whenIdle(): Promise<void> {
    return this.#sender.whenIdle();
  }

  /** Clicks an action on resources. Several times send the same request concurrently. */
  click(stored: StoredAction, resources: readonly SelectedResource[], times = 1): Promise<ActionResult> {
    return this.#run({ stored, interactionId: randomUUID(), resources, times });
  }

  /**
   * Submits the open form of an interaction. Fields that `data` omits keep their values.
   *
   * @returns `undefined` if the interaction has no open form.
   */
  async submit(interactionId: string, data: FormData, times = 1): Promise<ActionResult | undefined> {
    const form = this.#forms.get(interactionId);
    const stored = form && this.#options.state.actions.get(form.actionId);
    if (!stored) return undefined;
    const { resources, fields } = form;
    return await this.#run({ stored, interactionId, resources, data: { ...prefilled(fields), ...data }, times });
  }

  /** Ends all requests. */
  stop(): void {
    this.#sender.stop();
  }

  /** Sends a request. A form in the reply stays open. */
  async send(delivery: ActionDelivery): Promise<ActionOutcome> {
    const outcome = await this.#send(delivery);
    if (!delivery.forgery) this.#openForm(delivery, outcome);
    return outcome;
  }

  async #run({ stored, interactionId, resources, data, times }: Step): Promise<ActionResult> {
    const { state, clock } = this.#options;
    const body = actionBody(stored, state, { interactionId, resources, data });
    const delivery = { stored, body, sentAt: clock.now() };
    const [first, ...duplicates] = await Promise.all(Array.from({ length: times }, () => this.#send(delivery)));
    if (!first) throw new Error(`Expected at least one click, found ${times}.`);
    this.#openForm(delivery, first);
    return { interactionId, ...first, ...(times > 1 && { duplicates }) };
  }

  async #send(delivery: ActionDelivery): Promise<ActionOutcome> {
    const { id = newShortId(), stored, body, chosenUrl, sentAt, forgery = null, replayOf = null } = delivery;
    const { maxAttempts = forgery === null ? undefined : 1 } = delivery;
    const { clock, onSend, onReply } = this.#options;
    const isChosenUrl = chosenUrl !== undefined;
    const { event: actionKey, url } = { ...stored.action, ...(isChosenUrl && { url: chosenUrl }) };
    const { interactionId, resources, isSubmission } = readActionBody(body);
    const about = { deliveryId: id, actionKey, interactionId };
    const step = isSubmission ? 'submission' : 'click';
    const { attempts, last } = await this.#sender.send({
      stored: { ...stored, action: { ...stored.action, url } },
      body,
      sentAt: sentAt ?? clock.now(),
      forgery,
      ...(maxAttempts !== undefined && { maxAttempts }),
      onSend: ({ timestamp, signature }) =>
        onSend({ ...about, step, resources, url, isChosenUrl, body, timestamp, signature, forgery, replayOf }),
    });
    const reply = readReply(last);
    onReply({ ...about, attempts, reply });
    return { attempts, reply };
  }

  /** Opens the form in a reply. Any other reply closes the form of the interaction. */
  #openForm({ stored, body }: ActionDelivery, { reply }: ActionOutcome): void {
    const { interactionId, resources } = readActionBody(body);
    this.#forms.delete(interactionId);
    if (reply.kind !== 'form') return;
    this.#forms.set(interactionId, { actionId: stored.action.id, resources, fields: reply.fields });
    const [oldest] = this.#forms.keys();
    if (oldest !== undefined && this.#forms.size > MAX_FORMS) this.#forms.delete(oldest);
  }
}

/** Returns the values that a form shows before the user enters any. A link has no input. */
export function prefilled(fields: readonly FormField[]): FormData {
  const inputs = fields.filter(({ type, value }) => type !== 'link' && value !== undefined);
  return Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
}
