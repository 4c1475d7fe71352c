/** Says that a handler is begun: the simulation looks whether anybody asked for it. */
export const HANDLER_BEGINS = 'handler begins';
