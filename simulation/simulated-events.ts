/** What is simulated, an event that happens once to a file and one that repeats: the app's handlers of each, by name. */
export const HANDLERS = {
  'file.ready': ['file-ready', 'checklist'],
  'file.updated': ['update-log'],
} as const;

/** Name of a simulated event. */
export type SimulatedEvent = keyof typeof HANDLERS;

/** How often each happens to its file: every time it is an event. */
export const TIMES: Readonly<Record<SimulatedEvent, number>> = { 'file.ready': 1, 'file.updated': 2 };
