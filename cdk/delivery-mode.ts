/**
 * How the endpoint processes a verified delivery. `inline`: it runs the handlers and queues those that failed or did not
 * finish in time. `queued`: it queues the delivery, for bursts and long-running handlers.
 */
export const DELIVERY_MODES = ['inline', 'queued'] as const;

/** One of `DELIVERY_MODES`. */
export type DeliveryMode = (typeof DELIVERY_MODES)[number];

/**
 * Reads a delivery mode from user input, such as the CDK context or a command line.
 *
 * @throws Error if it is not one of `DELIVERY_MODES`.
 */
export function readDeliveryMode(value: unknown): DeliveryMode {
  const mode = DELIVERY_MODES.find((known) => known === value);
  if (!mode)
    throw new Error(`The delivery mode ${JSON.stringify(value)} is unknown: use ${DELIVERY_MODES.join(' or ')}.`);
  return mode;
}
