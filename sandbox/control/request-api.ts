import type { SandboxClock } from '../clock/sandbox-clock.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import { signRequest } from '../frameio/webhooks/forgeries.ts';
import type { DeliveryHistory } from '../history/delivery-history.ts';
import type { SignedDeliveryRequest } from '../sandbox-api.ts';
import type { WebhookTarget } from './chosen-target.ts';
import { errorResponse } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';
import { findDelivery } from './deliveries-api.ts';
import { findTarget } from './webhook-target.ts';

/** What the call about requests needs. */
export interface RequestApiOptions {
  readonly history: DeliveryHistory;
  readonly state: FrameioState;
  readonly clock: SandboxClock;
  /** The endpoint of the app. */
  readonly app: WebhookTarget;
}

/** The call that signs the request of a delivery with the current time, so that another program can send it. */
export function requestApi({ history, state, clock, app }: RequestApiOptions): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: '/sandbox/deliveries/{id}/request',
      handle: ({ ids: { id = '' } }) => {
        const found = findDelivery(id, history);
        if (!found.ok) return errorResponse(found);
        const target = findTarget(found.value, state, app);
        if (!target.ok) return errorResponse(target);
        const { url, secret } = target.value;
        const timestamp = Math.floor(clock.now() / 1_000);
        const { body, headers } = signRequest({ body: found.value.body, secret, timestamp });
        const request: SignedDeliveryRequest = { url, body, headers };
        return { status: 200, body: request };
      },
    },
  ];
}
