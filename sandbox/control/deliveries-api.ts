import { type DeliveryHistory, summarize } from '../history/delivery-history.ts';
import type { EventStream } from '../history/event-stream.ts';
import type { Delivery, DeliveryList } from '../sandbox-api.ts';
import { type ControlResponse, controlError, errorResponse, type Read } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';
import type { DeliveryLauncher } from './delivery-launcher.ts';
import { readReplay, readSend } from './read-send.ts';

/** What the calls about deliveries need. */
export interface DeliveriesApiOptions {
  readonly history: DeliveryHistory;
  readonly stream: EventStream;
  readonly launcher: DeliveryLauncher;
}

const DEFAULT_LIMIT = 100;

/** The calls that list, show, send and replay deliveries. */
export function deliveriesApi({ history, stream, launcher }: DeliveriesApiOptions): readonly ControlRoute[] {
  const path = '/sandbox/deliveries';
  const started = (ids: readonly string[]): ControlResponse => {
    const deliveries = ids.flatMap((id) => history.find(id).map(summarize));
    return { status: 202, body: { deliveries } };
  };
  return [
    {
      method: 'GET',
      path,
      handle: ({ query }) => {
        const limit = Number(query.get('limit') ?? DEFAULT_LIMIT);
        if (!Number.isInteger(limit) || limit < 1) {
          return { status: 422, body: { error: 'limit must be an integer of 1 or more.' } };
        }
        const { lastId: lastEventId } = stream; // a client that follows from here misses no change
        const found = history.list().filter((delivery) => matches(delivery, query));
        const body: DeliveryList = {
          deliveries: found.slice(0, limit).map(summarize),
          total: found.length,
          lastEventId,
        };
        return { status: 200, body };
      },
    },
    {
      method: 'GET',
      path: `${path}/{id}`,
      handle: ({ ids: { id = '' } }) => {
        const found = findDelivery(id, history);
        return found.ok ? { status: 200, body: found.value } : errorResponse(found);
      },
    },
    {
      method: 'POST',
      path,
      handle: async ({ readBody }) => {
        const request = readSend(await readBody());
        if (!request.ok) return errorResponse(request);
        const sent = launcher.send(request.value);
        return sent.ok ? started(sent.value) : errorResponse(sent);
      },
    },
    {
      method: 'POST',
      path: `${path}/{id}/replay`,
      handle: async ({ ids: { id = '' }, readBody }) => {
        const delivery = findDelivery(id, history);
        if (!delivery.ok) return errorResponse(delivery);
        const request = readReplay(await readBody());
        if (!request.ok) return errorResponse(request);
        const sent = launcher.replay(delivery.value, request.value);
        return sent.ok ? started([sent.value]) : errorResponse(sent);
      },
    },
  ];
}

function matches({ type, status }: Delivery, query: URLSearchParams): boolean {
  const isWanted = (name: string, value: string) => (query.get(name) ?? value) === value;
  return isWanted('type', type) && isWanted('status', status);
}

/** Finds the only delivery whose id starts with a text. */
export function findDelivery(idPrefix: string, history: DeliveryHistory): Read<Delivery> {
  const [found, another] = history.find(idPrefix);
  if (!found) return controlError(404, `There is no delivery ${idPrefix}. List them: GET /sandbox/deliveries.`);
  if (another)
    return controlError(409, `Several deliveries have ids that start with ${idPrefix}. Write more of the id.`);
  return { ok: true, value: found };
}
