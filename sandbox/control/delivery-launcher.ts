import { randomUUID } from 'node:crypto';
import { isWebhookEventName } from '../../lib/events/event-map.ts';
import type { SandboxClock } from '../clock/sandbox-clock.ts';
import type { WebhookDeliveries } from '../deliveries/webhook-deliveries.ts';
import { actionBody } from '../frameio/actions/action-body.ts';
import type { ActionInteractions } from '../frameio/actions/action-interactions.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import type { StoredAction } from '../frameio/state/stored-resources.ts';
import { readWebhookBody } from '../frameio/webhooks/read-webhook-body.ts';
import type { DeliveryHistory } from '../history/delivery-history.ts';
import { sampleEvent } from '../sample-event.ts';
import { SAMPLE_FILE } from '../sample-file.ts';
import type { Delivery } from '../sandbox-api.ts';
import { newShortId } from '../short-id.ts';
import { findAction } from './actions-api.ts';
import type { WebhookTarget } from './chosen-target.ts';
import { readChosenTarget } from './chosen-target.ts';
import { controlError, type Read } from './control-response.ts';
import { findFile } from './read-click.ts';
import type { ReplayRequest, SendRequest } from './read-send.ts';
import { findTarget } from './webhook-target.ts';

/** What sends deliveries on demand. */
export interface DeliveryLauncherOptions {
  readonly state: FrameioState;
  readonly clock: SandboxClock;
  readonly interactions: ActionInteractions;
  readonly deliveries: WebhookDeliveries;
  readonly history: DeliveryHistory;
  /** The endpoint of the app. */
  readonly app: WebhookTarget;
}

/** A delivery that is ready to be sent. */
interface Prepared {
  readonly text: string;
  /** `undefined` for a webhook. */
  readonly action: StoredAction | undefined;
  /** Where an event goes, in place of the app's endpoint. */
  readonly target?: WebhookTarget;
  /** The URL that the user chose. */
  readonly chosenUrl?: string | undefined;
}

/** Age of the oldest timestamp to send: the endpoint accepts 300 seconds, and the request takes a moment. */
const MAX_AGE_SECONDS = 290;

/** Events that happen once for each file. */
const NEW_FILE_EVENTS: ReadonlySet<string> = new Set(['file.created', 'file.upload.completed', 'file.ready']);

/** Differences of one delivery. */
interface Launch extends Pick<SendRequest, 'forgery' | 'secret'> {
  /** Unix seconds of the first attempt. */
  readonly timestamp: number;
  readonly maxAttempts?: number;
  readonly isNewEvent?: boolean;
  readonly replayOf?: string;
}

/** Sends deliveries that no change in Frame.io caused. */
export class DeliveryLauncher {
  readonly #options: DeliveryLauncherOptions;

  constructor(options: DeliveryLauncherOptions) {
    this.#options = options;
  }

  /** Begins to send deliveries. Returns their ids. Each one has a timestamp of its own, so that none is a duplicate. */
  send({ times, forgery, secret, ageSeconds, url, replayOf, ...request }: SendRequest): Read<readonly string[]> {
    if (replayOf !== undefined && this.#options.history.find(replayOf).length !== 1) {
      return controlError(422, `There is no delivery ${replayOf}. Leave out "replayOf", or send the id of a delivery.`);
    }
    const target = url === undefined ? undefined : readChosenTarget(url, this.#options.state, this.#options.app);
    if (target && !target.ok) return target;
    const chosen = target && { target: target.value, chosenUrl: url };
    const prepared: Prepared[] = [];
    for (let number = 0; number < times; number += 1) {
      const one = this.#prepare(request);
      if (!one.ok) return one;
      prepared.push({ ...one.value, ...chosen });
    }
    const timestamps =
      ageSeconds === undefined ? this.#freeTimestamps(prepared) : this.#agedTimestamps(prepared, ageSeconds);
    if (!timestamps.ok) return timestamps;
    const ids = prepared.map((one, number) => {
      const timestamp = timestamps.value[number] ?? 0;
      const copy = { ...(replayOf !== undefined && { replayOf }), ...(ageSeconds !== undefined && { maxAttempts: 1 }) };
      return this.#launch(one, { forgery, secret, timestamp, isNewEvent: number === 0, ...copy });
    });
    return { ok: true, value: ids };
  }

  /** Begins to send a delivery again. Returns the id of the new one. */
  replay(delivery: Delivery, { exact, forgery, secret }: ReplayRequest): Read<string> {
    const prepared = this.#prepareAgain(delivery);
    if (!prepared.ok) return prepared;
    const timestamp = Number(delivery.attempts.at(-1)?.timestamp ?? '');
    if (exact && delivery.forgery !== null) {
      return controlError(422, `The delivery ${delivery.id} is forged. Replay it without "exact", with "forge".`);
    }
    if (exact && !(timestamp > 0)) return controlError(422, `The delivery ${delivery.id} has no attempt to repeat.`);
    const launch = { forgery, secret, replayOf: delivery.id };
    if (exact) return { ok: true, value: this.#launch(prepared.value, { ...launch, timestamp, maxAttempts: 1 }) };
    const free = this.#freeTimestamps([prepared.value]);
    if (!free.ok) return free;
    const [newTimestamp = 0] = free.value;
    return { ok: true, value: this.#launch(prepared.value, { ...launch, timestamp: newTimestamp, isNewEvent: true }) };
  }

  /**
   * Returns a timestamp for each request: the newest ones that no request with the same body had. The endpoint refuses
   * requests that are too old, so there are only so many.
   */
  #freeTimestamps(prepared: readonly Prepared[]): Read<readonly number[]> {
    const texts = new Set(prepared.map(({ text }) => text));
    const sent = this.#options.history.list().filter(({ body }) => texts.has(body));
    const used = new Set(sent.flatMap(({ attempts }) => attempts.map(({ timestamp }) => Number(timestamp))));
    const now = Math.floor(this.#options.clock.now() / 1_000);
    const usable = Array.from({ length: MAX_AGE_SECONDS }, (_, age) => now - age);
    const free = usable.filter((time) => !used.has(time)).slice(0, prepared.length);
    if (free.length === prepared.length) return { ok: true, value: free };
    return controlError(
      422,
      `The same body was sent too often: of the last ${MAX_AGE_SECONDS} seconds, which the endpoint accepts as timestamps, ${free.length} are free. Send fewer requests, wait, or advance the clock: POST /sandbox/clock/advance.`,
    );
  }

  #agedTimestamps(prepared: readonly Prepared[], ageSeconds: number): Read<readonly number[]> {
    const time = Math.floor(this.#options.clock.now() / 1_000) - ageSeconds;
    return { ok: true, value: prepared.map(() => time) };
  }

  #prepare({ type, file: name, body }: Pick<SendRequest, 'type' | 'file' | 'body'>): Read<Prepared> {
    const { state } = this.#options;
    const isEvent = isWebhookEventName(type);
    const action = isEvent ? undefined : findAction(type, state);
    if (action && !action.ok) return action.status === 404 ? unknownType(type, state) : action;
    if (body && body.type !== type) {
      return controlError(
        422,
        `The body must have the type ${JSON.stringify(type)}, but has ${JSON.stringify(body.type)}.`,
      );
    }
    if (body) return this.#prepareText(JSON.stringify(body), action?.value);
    const needsNew = name === undefined && NEW_FILE_EVENTS.has(type);
    const file = needsNew ? ({ ok: true, value: state.addFile(SAMPLE_FILE) } as const) : findFile(name, state);
    if (!file.ok) return file;
    if (isEvent) return this.#prepareText(JSON.stringify(sampleEvent(type, state, file.value)), undefined);
    if (!action) return unknownType(type, state);
    const resources = [{ id: file.value.id, type: 'file' } as const];
    const text = actionBody(action.value, state, { interactionId: randomUUID(), resources });
    return { ok: true, value: { text, action: action.value } };
  }

  #prepareAgain(delivery: Delivery): Read<Prepared> {
    const { state, app } = this.#options;
    const { kind, type, body: text, url, isChosenUrl } = delivery;
    const target = findTarget(delivery, state, app);
    const action = kind === 'action' ? findAction(type, state) : undefined;
    if (!target.ok) return target;
    if (action && !action.ok) return action;
    const chosenUrl = isChosenUrl ? url : undefined;
    return { ok: true, value: { text, action: action?.value, target: target.value, chosenUrl } };
  }

  #prepareText(text: string, action: StoredAction | undefined): Read<Prepared> {
    if (action || readWebhookBody(text)) return { ok: true, value: { text, action } };
    const ids = 'account, user and workspace with an id, resource with an id and a type';
    return controlError(422, `The body is not an event of Frame.io. Expected the type of an event, and ${ids}.`);
  }

  #launch({ text, action, target = this.#options.app, chosenUrl }: Prepared, launch: Launch): string {
    const { interactions, deliveries } = this.#options;
    const id = newShortId();
    const { secret, timestamp, ...options } = launch;
    if (action) {
      const stored = secret === undefined ? action : { ...action, secret };
      const url = chosenUrl !== undefined && { chosenUrl };
      void interactions.send({ ...options, ...url, sentAt: timestamp * 1_000, id, stored, body: text });
      return id;
    }
    const body = readWebhookBody(text);
    if (!body) throw new Error('Expected the body of an event: it was checked before.');
    const signedFor = { ...target, ...(secret !== undefined && { secret }) };
    const isChosenUrl = chosenUrl !== undefined;
    void deliveries.deliver(body, { ...options, ...signedFor, isChosenUrl, timestamp, id, text });
    return id;
  }
}

function unknownType(type: string, { actions }: FrameioState) {
  const keys = actions.list().map(({ action }) => action.event);
  const known = keys.length === 0 ? 'The app has no actions.' : `Actions: ${keys.join(', ')}.`;
  return controlError(
    422,
    `There is no event or action ${JSON.stringify(type)}. Use an event of Frame.io, such as file.ready, or an action. ${known}`,
  );
}
