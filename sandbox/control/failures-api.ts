import type { FrameioState } from '../frameio/state/frameio-state.ts';
import type { FailureList } from '../sandbox-api.ts';
import type { ControlRoute } from './control-route.ts';

/** The call that shows Frame.io's log of the events that it could not deliver. Frame.io itself shows it to nobody. */
export function failuresApi({ stores }: FrameioState): readonly ControlRoute[] {
  const handle = () => {
    const failures = stores.deliveryFailures.all().map(({ id, ...failure }) => failure);
    const body: FailureList = { failures: failures.reverse() };
    return { status: 200, body };
  };
  return [{ method: 'GET', path: '/sandbox/failures', handle }];
}
