/** The handlers of each simulated event type. `file.ready` happens once per file, and `file.updated` repeats. */
export const HANDLERS = {
  'file.ready': ['file-ready', 'checklist'],
  'file.updated': ['update-log'],
} as const;

/** Type of a simulated event. */
export type SimulatedEventType = keyof typeof HANDLERS;

/** How often each event happens to its file. Each occurrence counts as an event. */
export const OCCURRENCES: Readonly<Record<SimulatedEventType, number>> = { 'file.ready': 1, 'file.updated': 2 };
