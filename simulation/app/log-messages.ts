/** Logged at the start of every handler. The simulation checks that a message asked for this handler. */
export const HANDLER_STARTED = 'handler started';
