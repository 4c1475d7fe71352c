import { memo } from 'preact/compat';
import { useState } from 'preact/hooks';
import type { DeliverySummary } from '../../../sandbox-api.ts';
import { escapeControls } from '../../../terminal/escape-controls.ts';
import { StatusOfDelivery } from '../components/status.tsx';
import { formatDuration, Time } from '../components/time.tsx';
import { deliveries } from '../live.ts';
import { filters, select, selectedId, shownDeliveries } from './shown-deliveries.ts';

/** Number of rows at first, and of those that each scroll to the end adds. Filtering then draws few rows. */
const ROWS = 50;

/** The deliveries that pass the filters, one row each. Other filters show another list, which begins at its first rows. */
export function DeliveryList() {
  if (deliveries.value.size === 0) return <NoDeliveries />;
  if (shownDeliveries.value.length === 0) return <p class="empty">No delivery passes the filters.</p>;
  return <Rows key={Object.values(filters.value).join('\n')} />;
}

function Rows() {
  const [rows, setRows] = useState(ROWS);
  const shown = shownDeliveries.value;
  const selected = shown.findIndex(({ id }) => id === selectedId.value);
  return (
    <ul
      class="delivery-list"
      aria-label="Deliveries, the newest first"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        if (scrollTop + 2 * clientHeight > scrollHeight) setRows(Math.min(rows, shown.length) + ROWS);
        else if (scrollTop === 0) setRows(ROWS);
      }}
    >
      {shown.slice(0, Math.max(rows, selected + ROWS / 2)).map((delivery) => (
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
          <span class="name">{escapeControls(resource?.name ?? resource?.id ?? '')}</span>
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
