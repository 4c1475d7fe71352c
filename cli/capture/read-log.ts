import { isRecord, parseRecord } from '../../lib/core/type-guards.ts';

type LogRecord = Readonly<Record<string, unknown>>;

/**
 * Reads the JSON records of a log: JSON lines as the functions print them, the output of `aws logs tail`,
 * `aws logs filter-log-events` or `aws logs get-query-results`, and exports of CloudWatch Logs. Skips all other text.
 */
export function readLog(text: string): readonly LogRecord[] {
  const whole = parseJson(text);
  if (whole !== undefined) return recordsIn(whole);
  return text.split('\n').flatMap((line) => {
    const start = line.indexOf('{'); // `aws logs tail` writes the time and the stream before the record
    return start < 0 ? [] : recordsIn(parseRecord(line.slice(start)));
  });
}

/** Returns the records of functions in a value: it is one, or CloudWatch wraps them. */
function recordsIn(value: unknown): readonly LogRecord[] {
  if (Array.isArray(value)) return value.flatMap(recordsIn);
  if (!isRecord(value)) return [];
  if (Array.isArray(value.events)) return recordsIn(value.events);
  if (Array.isArray(value.results)) return recordsIn(value.results);
  const { message, '@message': insights, field, value: text } = value;
  const wrapped = [insights, field === '@message' ? text : undefined, message].find((one) => typeof one === 'string');
  const inner = typeof wrapped === 'string' ? parseRecord(wrapped.slice(Math.max(0, wrapped.indexOf('{')))) : undefined;
  return [inner ?? value];
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
