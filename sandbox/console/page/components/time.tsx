import { clock } from '../live.ts';

const TIME = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

/** A time of the sandbox's clock. Hovering shows the date. */
export function Time({ iso }: { readonly iso: string }) {
  return (
    <time dateTime={iso} title={new Date(iso).toString()}>
      {TIME.format(new Date(iso))}
    </time>
  );
}

/** How long it takes until a time, such as "14 s". */
export function Until({ iso }: { readonly iso: string }) {
  const ms = Date.parse(iso) - Date.now() - (clock.value?.offsetMs ?? 0);
  return <>{ms <= 0 ? 'now' : `in ${formatDuration(ms)}`}</>;
}

/** Formats a duration in milliseconds with three digits at most: "312 ms", "1.25 s", "14 min". */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${Number(seconds.toPrecision(3))} s`;
  const minutes = seconds / 60;
  return minutes < 120 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`;
}
