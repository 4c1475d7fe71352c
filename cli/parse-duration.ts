import { UsageError } from './usage-error.ts';

const MS_OF_UNIT: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** Parses a duration such as `90s`, `15m` or `1h30m` into milliseconds. @throws UsageError for any other text. */
export function parseDuration(text: string): number {
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join('') !== text) {
    throw new UsageError(`Expected a duration such as 90s, 15m or 1h30m, found "${text}".`);
  }
  return parts.reduce((total, [, number, unit = '']) => total + Number(number) * (MS_OF_UNIT[unit] ?? 0), 0);
}
