import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import type { FrameioStackProps } from '../../cdk/frameio-stack.ts';

/** The apps in `test/fixtures/`. Each is a folder like `functions/`. Tests run them in place of the user's app. */
export type FixtureApp = 'comment-app' | 'scripted-app' | 'misbehaving-app';

const ENDPOINTS = { inline: 'endpoint.ts', queued: 'queued-endpoint.ts' } as const satisfies Record<
  DeliveryMode,
  string
>;

/** Returns the settings that put an app of `test/fixtures/` into the stack. */
export function stackPropsOf(app: string, deliveryMode: DeliveryMode): FrameioStackProps {
  const folder = `test/fixtures/${app}`;
  return {
    deliveryMode,
    endpoint: { entry: `${folder}/${ENDPOINTS[deliveryMode]}` },
    worker: { entry: `${folder}/worker.ts` },
  };
}
