/** What is simulated, an event that happens once to a file and one that repeats: the app's handlers of each, by name. */
export const HANDLERS = {
  'file.ready': ['file-ready', 'checklist'],
  'file.updated': ['update-log'],
} as const;

/** Name of a simulated event. */
export type SimulatedEvent = keyof typeof HANDLERS;
