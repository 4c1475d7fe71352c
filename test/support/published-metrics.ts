import { readEmf } from './emf.ts';
import { captureOutput } from './standard-output.ts';

/**
 * Returns the sums that CloudWatch computes of the metrics published by `work`: by name, and by name and reason, such as
 * `DeliveriesFailed (timed_out)`.
 */
export async function publishedDuring(work: () => Promise<unknown>): Promise<Readonly<Record<string, number>>> {
  const output = captureOutput();
  try {
    await work();
  } finally {
    output.restore();
  }
  const sums: Record<string, number> = {};
  for (const { name, dimensions, values } of output.lines().flatMap(readEmf)) {
    const series = dimensions.reason === undefined ? name : `${name} (${dimensions.reason})`;
    sums[series] = values.reduce((sum, value) => sum + value, sums[series] ?? 0);
  }
  return sums;
}
