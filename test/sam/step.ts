/** Runs a slow step, and prints its begin, its end and its duration. */
export async function step<Result>(name: string, run: () => Promise<Result>): Promise<Result> {
  console.log(`  ${name} …`);
  const startedAt = performance.now();
  const result = await run();
  console.log(`  ${name}: done in ${formatSeconds(performance.now() - startedAt)}`);
  return result;
}

export function formatSeconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}
