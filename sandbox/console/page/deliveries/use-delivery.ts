import { useEffect, useState } from 'preact/hooks';
import type { Delivery } from '../../../sandbox-api.ts';
import { callApi } from '../api.ts';
import { lastEvents } from '../live.ts';

/** Reads a delivery with its body and log, and reads it again whenever it changes. */
export function useDelivery(id: string): Delivery | undefined {
  const [delivery, setDelivery] = useState<Delivery>();
  useEffect(() => {
    let isShown = true;
    let isReading = false;
    let isStale = false;
    const read = async () => {
      isStale = isReading;
      if (isReading) return;
      isReading = true;
      const found = await callApi<Delivery>('GET', `/sandbox/deliveries/${id}`).catch(() => undefined);
      isReading = false;
      if (isShown) setDelivery(found);
      if (isShown && isStale) await read();
    };
    void read();
    const unsubscribe = lastEvents.subscribe((events) => {
      const isAboutIt = events.some(
        (event) =>
          (event.kind === 'delivery_changed' && event.delivery.id === id) ||
          (event.kind === 'function_logged' && event.deliveryId === id),
      );
      if (isAboutIt) void read();
    });
    return () => {
      isShown = false;
      unsubscribe();
    };
  }, [id]);
  return delivery?.id === id ? delivery : undefined;
}
