/** Number of deliveries that the history keeps, unless an option says otherwise. */
export const MAX_DELIVERIES = 1_000;

/** Maximum length of a log line. The rest is cut off. */
export const MAX_LINE_LENGTH = 20_000;
