import type { FrameioState } from '../frameio/state/frameio-state.ts';
import { newSigningSecret } from '../frameio/state/webhooks.ts';
import { signingSecretOf } from '../frameio/webhooks/register-webhooks.ts';

/** The secret that Frame.io signs deliveries to the app with. It survives restarts, if there is a state folder. */
export class SigningSecret {
  readonly #state: FrameioState;
  /** Secret of the next webhook. */
  #next = newSigningSecret();

  constructor(state: FrameioState) {
    this.#state = state;
  }

  get value(): string {
    return signingSecretOf(this.#state) ?? this.#next;
  }

  /** Gives the app's webhooks a new secret, as if somebody had replaced them. */
  rotate(): void {
    this.#next = newSigningSecret();
    const { webhooks } = this.#state.stores;
    for (const stored of webhooks.all().filter(({ isRegistered }) => isRegistered)) {
      webhooks.put({ ...stored, secret: this.#next });
    }
  }
}
