import { readEmf } from './emf.ts';
import { captureOutput } from './standard-output.ts';

/** What CloudWatch counts while `work` is done, each metric by its name, and once more with its reason. */
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
