import { callApi } from './api.ts';
import { ErrorMessage } from './components/error-message.tsx';
import { formatDuration, formatTime } from './components/time.tsx';
import { useCall } from './components/use-call.ts';
import { clock } from './live.ts';
import { clockOffsetMs, now } from './now.ts';

const STEPS = [
  { label: '+1 min', seconds: 60 },
  { label: '+15 min', seconds: 900 },
] as const;

/** A smaller difference between the clocks is the time of a message to this page. */
const MIN_OFFSET_MS = 1_000;

/** The sandbox's clock, and buttons that advance it. */
export function ClockControls() {
  const { run, isRunning, error } = useCall();
  const offsetMs = clockOffsetMs.value;
  const speed = clock.value?.state.speed ?? 1;
  return (
    <div class="clock">
      <span>
        {formatTime(now.value)} {offsetMs >= MIN_OFFSET_MS && `(+${formatDuration(offsetMs)})`}
      </span>
      {speed !== 1 && <span>{speed} times as fast</span>}
      {STEPS.map(({ label, seconds }) => (
        <button
          key={label}
          type="button"
          class="quiet"
          disabled={isRunning}
          title="Advances the clock: delayed messages run now"
          onClick={() => run(() => callApi('POST', '/sandbox/clock/advance', { seconds }))}
        >
          {label}
        </button>
      ))}
      <ErrorMessage text={error} />
    </div>
  );
}
