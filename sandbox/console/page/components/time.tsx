import { now } from '../now.ts';

const TIME = { hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false } as const;
const TIME_FORMAT = new Intl.DateTimeFormat(undefined, TIME);
const DATE_FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' });

interface TimeProps {
  readonly iso: string;
  /** @default the time of the day */
  readonly shows?: 'time' | 'date';
}

/** A time of the sandbox's clock. Hovering shows all of it. */
export function Time({ iso, shows = 'time' }: TimeProps) {
  const date = new Date(iso);
  return (
    <time dateTime={iso} title={date.toString()}>
      {shows === 'time' ? formatTime(date) : DATE_FORMAT.format(date)}
    </time>
  );
}

/** How long it takes until a time, such as "14 s". */
export function Until({ iso }: { readonly iso: string }) {
  const seconds = Math.ceil((Date.parse(iso) - now.value) / 1_000);
  return <>{seconds <= 0 ? 'now' : `in ${formatDuration(seconds * 1_000)}`}</>;
}

/** Formats the time of a day: "14:02:31". */
export function formatTime(time: Date | number): string {
  return TIME_FORMAT.format(time);
}

/** Formats a duration in milliseconds with three digits at most: "312 ms", "1.25 s", "14 min". */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  const seconds = ms / 1_000;
  if (seconds < 60) return `${Number(seconds.toPrecision(3))} s`;
  const minutes = seconds / 60;
  return minutes < 120 ? `${Math.round(minutes)} min` : `${Math.round(minutes / 60)} h`;
}
