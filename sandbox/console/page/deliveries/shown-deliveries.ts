import { computed } from '@preact/signals';
import { page, parameter, setParameters } from '../address.ts';
import { deliveries } from '../live.ts';
import { type DeliveryFilters, FILTER_NAMES, matches } from './matches.ts';

/** The filters in the address. */
export const filters = computed<DeliveryFilters>(() => ({
  event: parameter('event'),
  handler: parameter('handler'),
  outcome: parameter('outcome'),
  text: parameter('text'),
}));

/** The deliveries that pass the filters, the newest first. */
export const shownDeliveries = computed(() => {
  const active = filters.value;
  return [...deliveries.value.values()].filter((delivery) => matches(delivery, active)).reverse();
});

/** Id of the delivery in the address; an empty text for none. */
export const selectedId = computed(() => (page.value === '/deliveries' ? parameter('id') : ''));

/** Shows a delivery. */
export function select(id: string): void {
  setParameters({ id });
}

/** Selects the delivery that is a number of rows below the selected one. */
export function moveSelection(rows: number): void {
  if (page.value !== '/deliveries') return;
  const shown = shownDeliveries.value;
  const index = shown.findIndex(({ id }) => id === selectedId.value);
  const next = shown[index === -1 ? 0 : Math.min(Math.max(index + rows, 0), shown.length - 1)];
  if (!next) return;
  select(next.id);
  requestAnimationFrame(() => document.querySelector('.row[aria-current]')?.scrollIntoView({ block: 'nearest' }));
}

/** Ends all filters. */
export function clearFilters(): void {
  setParameters(Object.fromEntries(FILTER_NAMES.map((name) => [name, ''])));
}
