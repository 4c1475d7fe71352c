import type { SandboxClock } from '../clock/sandbox-clock.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import { signRequest } from '../frameio/webhooks/forgeries.ts';
import type { DeliveryHistory } from '../history/delivery-history.ts';
import type { Delivery, SignedDeliveryRequest } from '../sandbox-api.ts';
import { findAction } from './actions-api.ts';
import { errorResponse } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';
import { findDelivery } from './deliveries-api.ts';

/** What the call about requests needs. */
export interface RequestApiOptions {
  readonly history: DeliveryHistory;
  readonly state: FrameioState;
  readonly clock: SandboxClock;
  /** Secret of the app's webhook. */
  readonly signingSecret: string;
}

/** The call that signs the request of a delivery with the current time, so that another program can send it. */
export function requestApi({ history, state, clock, signingSecret }: RequestApiOptions): readonly ControlRoute[] {
  const secretOf = ({ kind, type }: Delivery) => {
    const action = kind === 'action' ? findAction(type, state) : undefined;
    return action?.ok ? action.value.secret : signingSecret;
  };
  return [
    {
      method: 'GET',
      path: '/sandbox/deliveries/{id}/request',
      handle: ({ ids: { id = '' } }) => {
        const found = findDelivery(id, history);
        if (!found.ok) return errorResponse(found);
        const { body: text, url } = found.value;
        const timestamp = Math.floor(clock.now() / 1_000);
        const { body, headers } = signRequest({ body: text, secret: secretOf(found.value), timestamp });
        const request: SignedDeliveryRequest = { url, body, headers };
        return { status: 200, body: request };
      },
    },
  ];
}
