import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { DELIVERY_MODES, type DeliveryMode, readDeliveryMode } from '../cdk/delivery-mode.ts';

/** Output of `npm run simulate -- --help`. */
export const HELP = `Usage: npm run simulate -- [options]

Sends events through the Lambda bundles of an app with four handlers, a custom action and a job while everything around them fails. Secrets Manager,
SQS, DynamoDB and Frame.io refuse and throttle calls, hang, and lose responses. Lambda freezes and crashes processes, whose
clocks differ by up to 10 s. Messages and deliveries arrive twice and in any order. Deliveries of file.ready and
file.upload.completed are the same event within 15 minutes, those of file.updated only with the same timestamp.

Then the command checks each handler of each event. If the endpoint answered 2xx, the effect must have happened exactly once,
or the delivery must be in the dead-letter queue for a permitted reason. A click of the custom action counts as an event. If
its dialog says that it succeeded, the effect of the job must happen in the same way. Somebody clicks twice, and Frame.io
repeats a slow request five times at once: every repeat must get the same dialog.

At the end, the command stops the faults and redrives all dead-lettered deliveries. Then every effect must happen, unless its
handler always refuses the event. Exits with 1 if an effect was lost or duplicated, if a handler ran that no message named, or
if a repeat got another dialog. Prints the timelines of the first such events.

The first line of the result counts the effects before the redrive. The second line counts the injected faults.

  --events <n>      number of events (default 2000)
  --seed <text>     seed of all faults (default: random; the result shows it)
  --mode <mode>     inline or queued (default: half of the events in each mode)
  --stack <folder>  a synthesized stack to use instead of building one; requires --mode
  --help            show this help

The same seed gives the same events. For each event, it also gives the same fault to the first call of a service, to the
second call, and so on. The same is true of deliveries and batches. Two runs can still differ, because the order of concurrent
processes and the jitter of retries vary.`;

/** How many events to simulate in a delivery mode. */
export interface ModeOptions {
  readonly mode: DeliveryMode;
  readonly events: number;
}

/** The options of a run, or `help` if the user requested the help. */
export type SimulateOptions =
  | 'help'
  | {
      readonly seed: string;
      readonly modes: readonly ModeOptions[];
      /** Folder of a synthesized stack. */
      readonly stack: string | undefined;
    };

/** Reads the options of `npm run simulate`. @throws Error that names an invalid option. */
export function readSimulateOptions(args: readonly string[]): SimulateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      events: { type: 'string', default: '2000' },
      seed: { type: 'string', default: String(randomInt(1_000_000_000)) },
      mode: { type: 'string' },
      stack: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  const { seed, mode, stack } = values;
  if (values.help) return 'help';
  const events = Number(values.events);
  if (!Number.isInteger(events) || events < 1) {
    throw new Error(`--events must be a positive integer, but is "${values.events}".`);
  }
  if (stack !== undefined && mode === undefined) throw new Error('--stack requires --mode, the mode of that stack.');
  return { seed, stack, modes: mode === undefined ? splitEvents(events) : [{ mode: readDeliveryMode(mode), events }] };
}

/** Divides the events equally among all delivery modes. */
function splitEvents(events: number): readonly ModeOptions[] {
  const count = DELIVERY_MODES.length;
  return DELIVERY_MODES.map((mode, index) => ({ mode, events: Math.floor((events + count - 1 - index) / count) }));
}
