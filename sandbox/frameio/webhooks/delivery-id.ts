import { randomBytes } from 'node:crypto';

/** Returns an id for a delivery of the sandbox: eight hexadecimal digits. Frame.io's deliveries have none. */
export function newDeliveryId(): string {
  return randomBytes(4).toString('hex');
}
