import { DeliveryDetail } from './delivery-detail.tsx';
import { DeliveryList } from './delivery-list.tsx';
import { FilterBar } from './filter-bar.tsx';
import { selectedId } from './shown-deliveries.ts';

/** The deliveries, and one of them in detail. */
export function DeliveriesPage() {
  const id = selectedId.value;
  return (
    <>
      <FilterBar />
      <div class="columns">
        <DeliveryList />
        {id === '' ? (
          <p class="empty">Select a delivery to see its attempts, handlers and log.</p>
        ) : (
          <DeliveryDetail key={id} id={id} />
        )}
      </div>
    </>
  );
}
