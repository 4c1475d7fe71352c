import pLimit from 'p-limit';
import { ProgressLine } from '../cli/progress-line.ts';
import { runCommand } from '../cli/run-command.ts';
import { HELP, readSimulateOptions } from './options.ts';
import { formatSummary, formatViolations, isClean } from './reporter.ts';
import { shardsOf } from './shards.ts';
import { Simulation } from './simulation.ts';

/** Maximum number of concurrent shards. */
const CONCURRENCY = 6;

async function main(): Promise<number> {
  const options = readSimulateOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(HELP);
    return 0;
  }
  const { seed, modes, stack } = options;
  const startedAt = performance.now();
  const progress = new ProgressLine();
  progress.show('Building the Lambda bundles');
  const shards = modes.flatMap((mode) => shardsOf(mode, stack));
  const total = shards.reduce((sum, { events }) => sum + events, 0);
  let acknowledged = 0;
  const limit = pLimit(CONCURRENCY);
  const runShard = async (shard: (typeof shards)[number]) => {
    const result = await Simulation.run({
      ...shard,
      seed: `${seed} ${shard.name}`,
      onAcknowledged: () => {
        acknowledged += 1;
        progress.show(`Simulating: ${acknowledged} of ${total} events acknowledged`);
      },
    });
    if (!isClean(result)) {
      progress.clear();
      console.log(formatViolations(shard.name, result));
    }
    return result;
  };
  const results = await Promise.all(shards.map((shard) => limit(runShard, shard)));
  progress.clear();
  console.log(formatSummary({ results, seed, durationMs: performance.now() - startedAt }));
  return results.every(isClean) ? 0 : 1;
}

runCommand(main);
