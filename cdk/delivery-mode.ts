/**
 * What the endpoint does with a delivery it has verified. `inline`: runs the handlers, and hands what is left when the
 * time is up to the queue. `queued`: puts it on the queue, for bursts and long work.
 */
export const DELIVERY_MODES = ['inline', 'queued'] as const;

/** One of `DELIVERY_MODES`. */
export type DeliveryMode = (typeof DELIVERY_MODES)[number];

/**
 * Reads a delivery mode that was typed somewhere: in the CDK context, on a command line.
 *
 * @throws Error that names the two when it is neither.
 */
export function readDeliveryMode(value: unknown): DeliveryMode {
  const mode = DELIVERY_MODES.find((known) => known === value);
  if (!mode)
    throw new Error(`The delivery mode ${JSON.stringify(value)} is unknown: it is ${DELIVERY_MODES.join(' or ')}.`);
  return mode;
}
