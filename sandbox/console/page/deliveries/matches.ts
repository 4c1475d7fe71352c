import type { DeliverySummary } from '../../../sandbox-api.ts';

/** Filters of the list. An empty text matches everything. */
export interface DeliveryFilters {
  readonly event: string;
  readonly handler: string;
  readonly outcome: string;
  /** Part of the name of a resource, or of its id or the delivery's. */
  readonly text: string;
}

/** Names of the filters, as in the address. */
export const FILTER_NAMES = ['event', 'handler', 'outcome', 'text'] as const satisfies (keyof DeliveryFilters)[];

/** Whether a delivery passes all filters. */
export function matches(delivery: DeliverySummary, { event, handler, outcome, text }: DeliveryFilters): boolean {
  if (event !== '' && delivery.type !== event) return false;
  if (outcome !== '' && delivery.status !== outcome) return false;
  if (handler !== '' && !delivery.handlers.some(({ name }) => name === handler)) return false;
  return text === '' || textsOf(delivery).some((known) => known.toLowerCase().includes(text.toLowerCase()));
}

function textsOf({ id, resource }: DeliverySummary): readonly string[] {
  return [id, resource?.id ?? '', resource?.name ?? ''];
}
