import type { Delivery, DeliveryList, DeliverySummary } from '../../sandbox/sandbox-api.ts';
import { interruptSignal } from '../interrupt-signal.ts';
import { parseOptions } from '../parse-options.ts';
import { printHelp } from '../print-help.ts';
import { printJson, printJsonLine } from '../print-json.ts';
import { findSandbox, SANDBOX_HELP, SANDBOX_OPTIONS } from '../sandbox/find-sandbox.ts';
import { formatDeliveryBriefly, formatDeliveryInFull, formatDeliveryLine } from '../sandbox/format-delivery.ts';
import type { SandboxClient } from '../sandbox/sandbox-client.ts';
import { contextOf } from '../sandbox/sandbox-context.ts';
import { isAnswered } from '../sandbox/wait-for-deliveries.ts';
import { UsageError } from '../usage-error.ts';

const HELP = `Usage: frameio-lambda deliveries [id] [options]

Lists the deliveries of the running sandbox, the newest last, with status and response. With the id of a delivery, or its
first digits, shows the delivery: its attempts, its handlers, its body, and what the functions logged.

  --follow            keep printing deliveries when something happens to them, until Ctrl+C
  --limit <n>         number of deliveries to list (default 20)
  --type <name>       list only this event or action
  --status <name>     list only deliveries that are in_progress, waiting, completed, failed, refused or interrupted
  --json              print JSON: a list, the delivery, or one delivery a line with --follow
${SANDBOX_HELP}
  --help              show this help

Exit codes: 0 for success, 1 for failure, 2 for a wrong command line.`;

const DEFAULT_LIMIT = '20';

interface Follow {
  readonly query: URLSearchParams;
  readonly id: string | undefined;
  readonly print: (delivery: DeliverySummary) => void;
}

/** Runs `deliveries` with these arguments and returns the exit code. */
export async function runDeliveries(args: readonly string[]): Promise<number> {
  if (printHelp(args, HELP)) return 0;
  const { values, positionals } = parseOptions({
    args,
    options: {
      ...SANDBOX_OPTIONS,
      follow: { type: 'boolean', default: false },
      limit: { type: 'string', default: DEFAULT_LIMIT },
      type: { type: 'string' },
      status: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  });
  const [id, ...others] = positionals;
  if (others.length > 0) throw new UsageError(`Expected one id, found ${positionals.join(', ')}.`);
  if (!/^[1-9]\d*$/.test(values.limit)) throw new UsageError(`--limit must be 1 or more, but is "${values.limit}".`);
  const client = findSandbox(values);
  const { json, type, status, limit } = values;
  const query = new URLSearchParams({
    limit,
    ...(type !== undefined && { type }),
    ...(status !== undefined && { status }),
  });
  if (id !== undefined && !values.follow) return await show(client, id, values);
  const context = await contextOf(client, values.state);
  const format = values.follow
    ? (delivery: DeliverySummary) => formatDeliveryBriefly(delivery, context)
    : formatDeliveryLine;
  const print = (delivery: DeliverySummary) => (json ? printJsonLine(delivery) : console.log(format(delivery)));
  if (values.follow) return await follow(client, { query, id, print });
  const { deliveries, total } = await client.get<DeliveryList>(`/sandbox/deliveries?${query}`);
  if (json) printJson(deliveries);
  else for (const delivery of deliveries.toReversed()) print(delivery);
  if (total > deliveries.length) console.error(`${total - deliveries.length} older deliveries: add --limit ${total}`);
  if (total === 0) console.error('No deliveries. Send one: npm run frameio -- send file.ready');
  return 0;
}

async function show(
  client: SandboxClient,
  id: string,
  { json, state }: { readonly json: boolean; readonly state?: string | undefined },
): Promise<number> {
  const delivery = await client.get<Delivery>(`/sandbox/deliveries/${encodeURIComponent(id)}`);
  if (json) printJson(delivery);
  else console.log(formatDeliveryInFull(delivery, await contextOf(client, state)));
  return 0;
}

/** Prints a delivery when it is answered, and at each later change, until the command is interrupted. */
async function follow(client: SandboxClient, { query, id = '', print }: Follow): Promise<number> {
  const signal = interruptSignal();
  const { deliveries, lastEventId } = await client.get<DeliveryList>(`/sandbox/deliveries?${query}`);
  const isWanted = (delivery: DeliverySummary) =>
    delivery.id.startsWith(id) &&
    delivery.type === (query.get('type') ?? delivery.type) &&
    delivery.status === (query.get('status') ?? delivery.status);
  for (const delivery of deliveries.toReversed()) if (isWanted(delivery)) print(delivery);
  for await (const event of client.events(lastEventId, signal)) {
    if (event === 'reset') console.error('The sandbox was restarted.');
    else if (event.kind === 'delivery_changed' && isAnswered(event.delivery) && isWanted(event.delivery)) {
      print(event.delivery);
    }
  }
  return 0;
}
