import type { FrameioState } from '../frameio/state/frameio-state.ts';
import type { SandboxEvent } from '../sandbox-event.ts';

/** Reports each new comment of the app. */
export class CommentReporter {
  readonly #state: FrameioState;
  readonly #onEvent: (event: SandboxEvent) => void;
  /** Ids of the comments that an event was about, and of those that a stored state had at the start. */
  readonly #reported: Set<string>;

  constructor(state: FrameioState, onEvent: (event: SandboxEvent) => void) {
    this.#state = state;
    this.#onEvent = onEvent;
    this.#reported = new Set(state.stores.comments.all().map(({ id }) => id));
  }

  /** Reports the comments that have not been reported. */
  report(): void {
    for (const { id, file_id, text, owner } of this.#state.stores.comments.all()) {
      const file = this.#state.file(file_id);
      if (!file || this.#reported.has(id) || owner.id !== this.#state.user.id) continue;
      this.#reported.add(id);
      this.#onEvent({ kind: 'comment_posted', file, text });
    }
  }
}
