import { type Clock, systemClock } from '../core/clock.ts';
import { ConfigError, SecretUnavailableError } from '../core/errors.ts';
import { isWebhookEventName, type WebhookEventName } from '../events/event-map.ts';
import type { RegistrationTarget, WebhookDefinition } from './desired-registrations.ts';
import type { ExistingRegistration, FrameioRegistrations } from './frameio-registrations.ts';
import { isAnswerLost } from './is-answer-lost.ts';
import { idsOf, type SigningSecretStore, signingSecretName } from './signing-secret-store.ts';

/**
 * Event of a webhook that should receive nothing: the replacement before it takes over, and the old one after that. Frame.io
 * requires at least one event, and this one is rare.
 */
export const RARE_EVENT: WebhookEventName = 'customfield.deleted';

/**
 * Longer than a function caches a signing secret, and longer than Frame.io retries a delivery (guide, Webhooks), both of which
 * take less than five minutes.
 */
const WAIT_MS = 310_000;

/** Passes of a rotation. Another pass continues after a lost answer. */
const MAX_PASSES = 3;

/** A step of a rotation that is done. `waiting` begins a wait of `waitMs`. */
export type RotationStep =
  | { readonly step: 'created' | 'activated' | 'deleted'; readonly workspaceId: string; readonly webhookId: string }
  | { readonly step: 'waiting'; readonly waitMs: number };

/** Options of `rotateSigningSecrets`. */
export interface SigningSecretRotationOptions {
  readonly registrations: FrameioRegistrations;
  /** Stored secret of the webhooks. */
  readonly store: SigningSecretStore;
  readonly target: Pick<RegistrationTarget, 'workspaceIds' | 'name' | 'webhookUrl'>;
  /**
   * Time in ms until the new webhooks take over, and again until the old ones are deleted.
   * @default 310000
   */
  readonly waitMs?: number | undefined;
  /** Receives each step. */
  readonly onStep?: ((step: RotationStep) => void) | undefined;
  /** @default the system clock */
  readonly clock?: Clock | undefined;
}

/** The webhooks of a workspace during a rotation. */
interface Replacement {
  readonly workspaceId: string;
  /** What the replacement receives at the end. */
  readonly definition: WebhookDefinition;
  readonly isActive: boolean;
  readonly id: string;
  /** Whether it receives its events already. */
  readonly isActivated: boolean;
  readonly old: readonly ExistingRegistration[];
}

/** A webhook whose signing secret is new. */
export interface RotatedWebhook {
  readonly workspaceId: string;
  readonly webhookId: string;
}

/**
 * Replaces the webhook in each workspace, because Frame.io never changes the signing secret of a webhook:
 *
 * 1. Creates a webhook with the same URL that receives nothing yet, and stores its signing secret beside the old one.
 * 2. Waits until every function has fetched the new signing secret.
 * 3. Lets the new webhook receive the events, and then stops the old one. In between, an event may arrive twice.
 * 4. Waits until Frame.io no longer retries a delivery of the old webhook.
 * 5. Deletes the old webhook, and then its signing secret.
 *
 * If it fails or the process ends, call it again: it continues. No webhook that receives events is ever without a stored
 * signing secret. A webhook that somebody disabled stays disabled.
 *
 * @throws ConfigError if a workspace has no webhook of the app; an ApiCallError of the client; an error of the secret store.
 */
export async function rotateSigningSecrets(options: SigningSecretRotationOptions): Promise<readonly RotatedWebhook[]> {
  const rotation = new Rotation(options);
  for (let pass = 1; ; pass += 1) {
    try {
      return await rotation.run();
    } catch (error) {
      if (pass === MAX_PASSES || !isAnswerLost(error)) throw error;
    }
  }
}

class Rotation {
  readonly #options: SigningSecretRotationOptions;
  /** Ids of the new webhooks, by workspace. */
  readonly #created = new Map<string, string>();

  constructor(options: SigningSecretRotationOptions) {
    this.#options = options;
  }

  async run(): Promise<readonly RotatedWebhook[]> {
    const replacements: Replacement[] = [];
    for (const workspaceId of new Set(this.#options.target.workspaceIds)) {
      replacements.push(await this.#replace(workspaceId));
    }
    const inactive = replacements.filter(({ isActivated }) => !isActivated);
    if (inactive.length > 0) await this.#wait();
    for (const replacement of inactive) await this.#activate(replacement);
    for (const replacement of replacements) await this.#stopOld(replacement);
    if (replacements.some(({ old }) => old.length > 0)) await this.#wait();
    for (const replacement of replacements) await this.#deleteOld(replacement);
    await this.#removeOldSecrets();
    return replacements.map(({ workspaceId, id: webhookId }) => ({ workspaceId, webhookId }));
  }

  /** Returns the replacement of an unfinished rotation, or creates one. */
  async #replace(workspaceId: string): Promise<Replacement> {
    const { registrations, store, target } = this.#options;
    const webhooks = await this.#listOwn(workspaceId);
    const newest = webhooks.at(-1);
    if (!newest) {
      throw new ConfigError(
        `The workspace ${workspaceId} has no webhook of the app for ${target.webhookUrl}. Create it: npx frameio-lambda connect`,
      );
    }
    const { name, url } = newest.definition;
    const definition = { name, url, events: eventsOf(webhooks.find(receivesEvents) ?? newest) };
    const isActive = webhooks.every((webhook) => webhook.isActive);
    const created = this.#created.get(workspaceId);
    const isStored = (await this.#storedIds()).includes(newest.id);
    if (newest.id === created || (webhooks.length > 1 && isStored)) {
      const isActivated = receivesEvents(newest);
      return { workspaceId, definition, isActive, id: newest.id, isActivated, old: webhooks.slice(0, -1) };
    }
    const { id, secret } = await registrations.create({
      type: 'webhook',
      workspaceId,
      definition: { ...definition, events: [RARE_EVENT] },
    });
    await store.add(signingSecretName(registrations.accountId, id), secret);
    this.#created.set(workspaceId, id);
    this.#options.onStep?.({ step: 'created', workspaceId, webhookId: id });
    return { workspaceId, definition, isActive, id, isActivated: false, old: webhooks };
  }

  async #activate({ workspaceId, id, definition, isActive }: Replacement): Promise<void> {
    const { registrations, onStep } = this.#options;
    const isStored = (await this.#storedIds()).includes(id);
    if (!isStored) {
      throw new SecretUnavailableError(
        `The signing secret of the new webhook ${id} is no longer stored, so the webhook receives no events. Something else stored the secret at the same time. Rotate again.`,
      );
    }
    if (!isActive) await registrations.disable('webhook', id);
    await registrations.update(id, { type: 'webhook', workspaceId, definition });
    onStep?.({ step: 'activated', workspaceId, webhookId: id });
  }

  /** Lets the old webhooks receive nothing more. They still exist, so that Frame.io can retry their deliveries. */
  async #stopOld({ workspaceId, definition, old }: Replacement): Promise<void> {
    for (const { id } of old.filter(receivesEvents)) {
      const stopped = { ...definition, events: [RARE_EVENT] };
      await this.#options.registrations.update(id, { type: 'webhook', workspaceId, definition: stopped });
    }
  }

  async #deleteOld({ workspaceId, old }: Replacement): Promise<void> {
    for (const { id } of old) {
      await this.#options.registrations.delete('webhook', id);
      this.#options.onStep?.({ step: 'deleted', workspaceId, webhookId: id });
    }
  }

  /** Removes the signing secrets of webhooks that no longer exist. */
  async #removeOldSecrets(): Promise<void> {
    const { registrations, store } = this.#options;
    const gone: string[] = [];
    for (const id of await this.#storedIds()) {
      const isNew = [...this.#created.values()].includes(id);
      if (!isNew && !(await registrations.show('webhook', id))) gone.push(id);
    }
    await store.remove(gone.map((id) => signingSecretName(registrations.accountId, id)));
  }

  /** Returns the webhooks of the app in a workspace, oldest first. */
  async #listOwn(workspaceId: string): Promise<readonly ExistingRegistration[]> {
    const { registrations, target } = this.#options;
    const stored = await this.#storedIds();
    const listed = (await registrations.list('webhook', workspaceId)) ?? [];
    return listed.filter(
      ({ id, definition: { name, url } }) => url === target.webhookUrl && (name === target.name || stored.includes(id)),
    );
  }

  async #storedIds(): Promise<readonly string[]> {
    return idsOf(this.#options.registrations.accountId, await this.#options.store.read());
  }

  async #wait(): Promise<void> {
    const { waitMs = WAIT_MS, clock = systemClock, onStep } = this.#options;
    onStep?.({ step: 'waiting', waitMs });
    await clock.wait(waitMs);
  }
}

function eventsOf({ definition: { events } }: ExistingRegistration): readonly WebhookEventName[] {
  return Array.isArray(events) ? events.filter(isWebhookEventName) : [];
}

function receivesEvents(webhook: ExistingRegistration): boolean {
  return eventsOf(webhook).some((event) => event !== RARE_EVENT);
}
