import type { Delivery, StreamedEvent } from '../../../sandbox-api.ts';
import { type ApiRead, useApi } from '../use-api.ts';

/** Reads a delivery with its body, log and calls, and reads it again whenever it changes. */
export function useDelivery(id: string): ApiRead<Delivery> {
  return useApi<Delivery>(`/sandbox/deliveries/${id}`, (event) => isAbout(event, id));
}

/** Whether an event changes a delivery. */
export function isAbout(event: StreamedEvent, id: string): boolean {
  if (event.kind === 'delivery_changed') return event.delivery.id === id;
  return (event.kind === 'function_logged' || event.kind === 'api_called') && event.deliveryId === id;
}
