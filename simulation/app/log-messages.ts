/** Logged at the start of every handler. The simulation checks that a message named this handler. */
export const HANDLER_STARTED = 'handler started';
