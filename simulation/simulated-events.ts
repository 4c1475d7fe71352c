/**
 * The handlers of each simulated event type. `note` is a click of the custom action, whose job has the effect. `file.ready` happens once per file. `file.upload.completed` happens again with
 * the same body, but not soon. `file.updated` repeats quickly.
 */
export const HANDLERS = {
  'file.ready': ['file-ready', 'checklist'],
  'file.upload.completed': ['upload-log'],
  'file.updated': ['update-log'],
  note: ['note'],
} as const;

/** Type of a simulated event. */
export type SimulatedEventType = keyof typeof HANDLERS;

/** How often each event happens to its file. Each occurrence counts as an event. */
export const OCCURRENCES: Readonly<Record<SimulatedEventType, number>> = {
  'file.ready': 1,
  'file.upload.completed': 3,
  'file.updated': 2,
  note: 1,
};

/**
 * Minimum time between two occurrences of an event, in ms. Deliveries of `file.updated` are the same event within the same
 * second, and those of other events within 15 minutes.
 */
export const MIN_OCCURRENCE_GAP_MS: Readonly<Record<SimulatedEventType, number>> = {
  'file.ready': 901_000,
  'file.upload.completed': 901_000,
  'file.updated': 1_000,
  note: 901_000,
};

/** Types of events, with their weights. Clicks need a stack whose app has custom actions. */
export const EVENT_TYPES: readonly (readonly [weight: number, type: SimulatedEventType])[] = [
  [70, 'file.ready'],
  [10, 'file.upload.completed'],
  [20, 'file.updated'],
  [25, 'note'],
];
