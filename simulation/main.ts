import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DELIVERY_MODES, type DeliveryMode, readDeliveryMode } from '../cdk/delivery-mode.ts';
import { readSynthesized, type SynthesizedStack, synthesize } from '../cdk/synthesize.ts';
import { runCommand } from '../sandbox/commands/run-command.ts';
import { FaultCounts } from './fault-counts.ts';
import { simulatedStack } from './simulated-stack.ts';
import { Simulation, type SimulationResult } from './simulation.ts';

const HELP = `Usage: npm run simulate -- [options]

Drives the Lambda bundles of an app with three handlers through events while everything around them fails: Secrets
Manager, SQS, DynamoDB and Frame.io refuse, throttle, hang and lose answers, Lambda is frozen, and killed at any moment,
messages and deliveries come twice and in any order. Then it looks at every handler's part in every event: where an event
was answered 2xx, it is done exactly once, or lies in the dead-letter queue with its reason, if there was one. At last
nothing fails any more, and what lies there is put back: it is done now, but for handlers that are made to fail for ever.
Exits with 1 when something is lost, done twice, or begun though no message asked for it, and tells the first such stories.

It prints what was owed and done of it before what was given up was put back, and on a second line how often each fault was
injected.

  --events <n>     events in all (default 2000)
  --seed <text>    what fails when (default: another each time; it is printed)
  --mode <mode>    inline or queued (default: half of the events each)
  --stack <folder> a stack that has been synthesized, in place of building it; needs --mode
  --help           show this

The same seed gives the same events, and the same fate to the n-th call about an event at each edge, to the n-th
delivery of an event and to the n-th batch. What it cannot give is the order in which processes run side by side, and
the jitter of the functions' own waits: with them, which call is the n-th, and what lies in a batch, may differ.`;

/** Events that share one set of services: several are simulated side by side, as they mostly wait. */
const EVENTS_OF_SHARD = 350;
const SHARDS_AT_ONCE = 6;
const STORIES_TOLD = 3;

async function main(): Promise<number> {
  const options = readOptions();
  if (options === 'help') {
    console.log(HELP);
    return 0;
  }
  const { seed } = options;
  const startedAt = performance.now();
  const shards = options.modes.flatMap(({ mode, events }) => shardsOf(mode, events, options.stack));
  const results: SimulationResult[] = [];
  const faults = new FaultCounts();
  const left = [...shards];
  const runShards = async () => {
    for (let shard = left.shift(); shard; shard = left.shift()) {
      const result = await Simulation.run({ ...shard, seed: `${seed} ${shard.name}` });
      results.push(result);
      faults.addAll(result.faults);
      tellStories(shard.name, result);
    }
  };
  await Promise.all(Array.from({ length: SHARDS_AT_ONCE }, runShards));
  const sum = (count: (result: SimulationResult) => number) => results.reduce((total, one) => total + count(one), 0);
  const [lost, doubled, unasked] = [
    sum((one) => one.lost.length),
    sum((one) => one.doubled.length),
    sum((one) => one.unasked.length),
  ];
  console.log(
    [
      `events ${sum((one) => one.events)}`,
      `acknowledged ${sum((one) => one.acknowledged)}`,
      `owed ${sum((one) => one.owed)}`,
      `effects ${sum((one) => one.effects)}`,
      `dead-lettered ${sum((one) => one.deadLettered)}`,
      `lost ${lost}`,
      `doubled ${doubled}`,
      `unasked ${unasked}`,
      `seed ${seed}`,
      `seconds ${((performance.now() - startedAt) / 1_000).toFixed(1)}`,
    ].join('  '),
  );
  console.log(`faults  ${faults}`);
  return lost + doubled + unasked > 0 ? 1 : 0;
}

interface Shard {
  readonly name: string;
  readonly events: number;
  readonly stack: SynthesizedStack;
}

function shardsOf(mode: DeliveryMode, events: number, folder: string | undefined): readonly Shard[] {
  const stack =
    folder === undefined ? synthesize(`.sandbox/simulate-${mode}`, simulatedStack(mode)) : readSynthesized(folder);
  const shards = Math.ceil(events / EVENTS_OF_SHARD);
  return Array.from({ length: shards }, (_, index) => {
    const from = Math.floor((events * index) / shards);
    return { stack, name: `${mode} ${index + 1}`, events: Math.floor((events * (index + 1)) / shards) - from };
  });
}

function tellStories(name: string, { lost, doubled, unasked }: SimulationResult): void {
  const offenders = [
    ...lost.map(({ story, handler }) => ({ story, what: `${handler} is lost` })),
    ...doubled.map(({ story, handler }) => ({ story, what: `${handler} is doubled` })),
    ...unasked.map((story) => ({ story, what: 'a handler that nobody asked for was begun' })),
  ];
  for (const { story, what } of offenders.slice(0, STORIES_TOLD)) {
    console.log(`\n${name}, event ${story.number}, ${story.type}: ${what}:\n${story.lines.join('\n')}\n`);
  }
}

function readOptions() {
  const { values } = parseArgs({
    options: {
      events: { type: 'string', default: '2000' },
      seed: { type: 'string', default: String(randomInt(1_000_000_000)) },
      mode: { type: 'string' },
      stack: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return 'help';
  const events = Number(values.events);
  if (!Number.isInteger(events) || events < 1) throw new Error(`--events ${values.events} is no number of events.`);
  if (values.stack !== undefined && values.mode === undefined) throw new Error('--stack needs --mode: whose it is.');
  const [first, second] = values.mode === undefined ? DELIVERY_MODES : [readDeliveryMode(values.mode)];
  const half = second === undefined ? events : Math.ceil(events / 2);
  const modes = [
    { mode: first, events: half },
    ...(second === undefined ? [] : [{ mode: second, events: events - half }]),
  ];
  return { ...values, modes };
}

runCommand(main);
