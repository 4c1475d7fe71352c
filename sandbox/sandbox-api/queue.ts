/** Answer of `GET /sandbox/queue`. */
export interface QueueState {
  readonly waiting: readonly QueuedMessage[];
  readonly deadLetters: readonly QueuedMessage[];
}

/** A message about an event or a job. */
export interface QueuedMessage {
  readonly id: string;
  readonly isDeadLetter: boolean;
  /** Name of the event or the job. */
  readonly type: string;
  /** Id of the event's resource. */
  readonly resourceId: string | null;
  /** Handlers to run, or `null` for all. */
  readonly handlers: readonly string[] | null;
  readonly state: 'visible' | 'delayed' | 'in_flight';
  readonly sentAt: string;
  /** When the worker may run it. */
  readonly visibleAt: string;
  /** Number of attempts before this message, or before dead-lettering; `null` if the message does not say it. */
  readonly attempts: number | null;
  /** Why the handlers wait, or why the worker gave the message up. */
  readonly reason: string | null;
}
