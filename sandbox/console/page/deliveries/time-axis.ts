/** A part of the time axis, in milliseconds since 1970. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Part of the busy time that the axis shows for a longer pause. */
const PAUSE_SHARE = 0.2;

/**
 * Returns a function that gives the position of a time on the axis, from 0 to 100. The axis shortens long pauses between the
 * spans. Otherwise a wait of minutes would leave no room for calls of milliseconds.
 */
export function timeAxis(spans: readonly Span[]): (time: number) => number {
  const busy = merge(spans);
  const maxPauseMs = Math.max(1, PAUSE_SHARE * busy.reduce((sum, { from, to }) => sum + to - from, 0));
  const points: { readonly time: number; readonly position: number }[] = [];
  let position = 0;
  for (const { from, to } of busy) {
    const pauseMs = from - (points.at(-1)?.time ?? from);
    position += Math.min(pauseMs, maxPauseMs);
    points.push({ time: from, position });
    position += to - from;
    points.push({ time: to, position });
  }
  const length = position || 1;
  return (time) => {
    const next = points.findIndex((point) => point.time >= time);
    const after = points[next];
    const before = points[next - 1] ?? after;
    if (!after || !before) return 100;
    const share = after.time === before.time ? 0 : (time - before.time) / (after.time - before.time);
    return (100 * (before.position + share * (after.position - before.position))) / length;
  };
}

/** Joins the spans that overlap. */
function merge(spans: readonly Span[]): readonly Span[] {
  const merged: Span[] = [];
  for (const { from, to } of spans.toSorted((one, other) => one.from - other.from)) {
    const last = merged.at(-1);
    if (last && from <= last.to) merged[merged.length - 1] = { from: last.from, to: Math.max(last.to, to) };
    else merged.push({ from, to });
  }
  return merged;
}
