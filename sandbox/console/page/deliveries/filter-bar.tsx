import { computed } from '@preact/signals';
import { setParameters } from '../address.ts';
import { deliveries } from '../live.ts';
import { openSendDialog } from '../send/send-dialog.tsx';
import { clearFilters, filters, select, shownDeliveries } from './shown-deliveries.ts';

const OUTCOMES = ['in_progress', 'waiting', 'completed', 'failed', 'refused', 'interrupted'];

const events = computed(() => sorted([...deliveries.value.values()].map(({ type }) => type)));
const handlers = computed(() =>
  sorted([...deliveries.value.values()].flatMap((delivery) => delivery.handlers.map(({ name }) => name))),
);

function sorted(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

/** The filters of the list, which the address keeps. */
export function FilterBar() {
  const active = filters.value;
  const jumpToNewest = () => {
    const [newest] = shownDeliveries.value;
    if (newest) select(newest.id);
    document.querySelector('.delivery-list')?.scrollTo({ top: 0 });
  };
  return (
    <form class="toolbar" aria-label="Filter deliveries" onSubmit={(event) => event.preventDefault()}>
      <Choice label="Event" name="event" value={active.event} choices={events.value} />
      <Choice label="Handler" name="handler" value={active.handler} choices={handlers.value} />
      <Choice label="Outcome" name="outcome" value={active.outcome} choices={OUTCOMES} />
      <label>
        File or id
        <input
          id="filter-text"
          type="search"
          value={active.text}
          onInput={({ currentTarget }) => setParameters({ text: currentTarget.value })}
        />
      </label>
      <button type="button" class="quiet" onClick={clearFilters}>
        Clear
      </button>
      <output aria-live="polite">
        {shownDeliveries.value.length} of {deliveries.value.size}
      </output>
      <span class="spacer" />
      <button type="button" onClick={() => openSendDialog()}>
        Send event
      </button>
      <button type="button" class="quiet" onClick={jumpToNewest}>
        Jump to newest
      </button>
    </form>
  );
}

interface ChoiceProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly choices: readonly string[];
}

function Choice({ label, name, value, choices }: ChoiceProps) {
  return (
    <label>
      {label}
      <select value={value} onChange={({ currentTarget }) => setParameters({ [name]: currentTarget.value })}>
        <option value="">all</option>
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {name === 'outcome' ? choice.replace('_', ' ') : choice}
          </option>
        ))}
      </select>
    </label>
  );
}
