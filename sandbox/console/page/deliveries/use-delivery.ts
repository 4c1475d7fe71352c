import type { Delivery } from '../../../sandbox-api.ts';
import { useApi } from '../use-api.ts';

/** Reads a delivery with its body and log, and reads it again whenever it changes. */
export function useDelivery(id: string): Delivery | undefined {
  return useApi<Delivery>(
    `/sandbox/deliveries/${id}`,
    (event) =>
      (event.kind === 'delivery_changed' && event.delivery.id === id) ||
      (event.kind === 'function_logged' && event.deliveryId === id),
  );
}
