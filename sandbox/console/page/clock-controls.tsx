import { useEffect, useState } from 'preact/hooks';
import { callApi } from './api.ts';
import { formatDuration } from './components/time.tsx';
import { useCall } from './components/use-call.ts';
import { clock } from './live.ts';

const STEPS = [
  { label: '+1 min', seconds: 60 },
  { label: '+15 min', seconds: 900 },
] as const;

const TIME = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

/** The sandbox's clock, and buttons that advance it. */
export function ClockControls() {
  const { run, isRunning, error } = useCall();
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  const offsetMs = clock.value?.offsetMs ?? 0;
  return (
    <div class="clock">
      <span>
        {TIME.format(now + offsetMs)} {offsetMs > 0 && `(+${formatDuration(offsetMs)})`}
      </span>
      {STEPS.map(({ label, seconds }) => (
        <button
          key={label}
          type="button"
          class="quiet"
          disabled={isRunning}
          title={error ?? 'Advances the clock: delayed messages run now'}
          onClick={() => run(() => callApi('POST', '/sandbox/clock/advance', { seconds }))}
        >
          {label}
        </button>
      ))}
    </div>
  );
}
