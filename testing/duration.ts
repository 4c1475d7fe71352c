import { TestAppError } from './test-app-error.ts';

const MS_OF_UNIT = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

type Unit = keyof typeof MS_OF_UNIT;

/** A duration: milliseconds, or a number with a unit. */
export type Duration = number | `${number} ${Unit | `${Unit}s`}`;

/** Returns a duration in ms. @throws TestAppError for a negative or malformed one. */
export function toMs(duration: Duration): number {
  const [, amount, unit] = /^(\d+(?:\.\d+)?) (second|minute|hour|day)s?$/.exec(String(duration)) ?? [];
  const ms = typeof duration === 'number' ? duration : Number(amount) * (isUnit(unit) ? MS_OF_UNIT[unit] : Number.NaN);
  if (ms >= 0) return ms;
  throw new TestAppError(
    `${JSON.stringify(duration)} is no duration. Pass milliseconds, or a text such as '15 minutes'.`,
  );
}

function isUnit(unit: string | undefined): unit is Unit {
  return unit !== undefined && Object.hasOwn(MS_OF_UNIT, unit);
}
