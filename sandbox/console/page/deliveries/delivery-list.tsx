import { memo } from 'preact/compat';
import type { DeliverySummary } from '../../../sandbox-api.ts';
import { StatusOfDelivery } from '../components/status.tsx';
import { formatDuration, Time } from '../components/time.tsx';
import { deliveries } from '../live.ts';
import { select, selectedId, shownDeliveries } from './shown-deliveries.ts';

/** The deliveries that pass the filters, one row each. */
export function DeliveryList() {
  const shown = shownDeliveries.value;
  if (deliveries.value.size === 0) return <NoDeliveries />;
  if (shown.length === 0) return <p class="empty">No delivery passes the filters.</p>;
  return (
    <ul class="delivery-list" aria-label="Deliveries, the newest first">
      {shown.map((delivery) => (
        <Row key={delivery.id} delivery={delivery} isSelected={delivery.id === selectedId.value} />
      ))}
    </ul>
  );
}

function NoDeliveries() {
  return (
    <div class="empty">
      <h2>No deliveries yet</h2>
      <p>
        Open the <a href="/studio">studio</a> and drop a video there, or run{' '}
        <code>npm run frameio -- send file.ready</code>.
      </p>
    </div>
  );
}

interface RowProps {
  readonly delivery: DeliverySummary;
  readonly isSelected: boolean;
}

const Row = memo(({ delivery, isSelected }: RowProps) => {
  const { id, type, resource, status, startedAt, attempts, handlers } = delivery;
  const last = attempts.at(-1);
  return (
    <li>
      <button type="button" class="row" aria-current={isSelected ? 'true' : undefined} onClick={() => select(id)}>
        <span class="line">
          <Time iso={startedAt} />
          <strong>{type}</strong>
          <span class="name">{resource?.name ?? resource?.id ?? ''}</span>
        </span>
        <span class="line details">
          <StatusOfDelivery status={status} />
          {last?.status != null && <span>{last.status}</span>}
          {last?.durationMs != null && <span>{formatDuration(last.durationMs)}</span>}
          {last?.isCold && <span>cold</span>}
          {attempts.length > 1 && <span>attempt {attempts.length}</span>}
          {handlers.length > 0 && <span class="name">{handlers.map(({ name }) => name).join(', ')}</span>}
        </span>
      </button>
    </li>
  );
});
