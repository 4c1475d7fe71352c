import type { SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { DeliveryMonitor } from '../../sandbox/deliveries/delivery-monitor.ts';
import type { LocalValues } from '../../sandbox/deployment/declared-values.ts';
import { secretsHider } from '../../sandbox/deployment/hide-secrets.ts';
import { deployLocally, type LocalDeployment } from '../../sandbox/deployment/local-deployment.ts';
import { functionObserver } from '../../sandbox/function-observer.ts';
import type { SandboxEvent } from '../../sandbox/sandbox-event.ts';

/** An app to run on this machine. */
export interface ServeAppOptions {
  readonly stack: SynthesizedStack;
  readonly values: LocalValues;
  /** Base URL of the real Frame.io. */
  readonly frameioBaseUrl: string;
  readonly apiToken: string;
  readonly signingSecret: string;
  readonly port: number;
  /** Name of the host under which Frame.io calls the app. */
  readonly publicHost: string;
  readonly onEvent: (event: SandboxEvent) => void;
}

/** Runs the functions of an app with local AWS services and the real Frame.io. */
export async function serveApp(options: ServeAppOptions): Promise<LocalDeployment> {
  const { stack, values, publicHost, onEvent, ...deployed } = options;
  const monitor = new DeliveryMonitor(stack, {
    onChange: (change) => onEvent({ kind: 'handler_reported', ...change }),
    onMessage: (report) => onEvent({ kind: 'message_reported', ...report }),
  });
  const observer = functionObserver(monitor, onEvent);
  const { apiToken: token, signingSecret } = deployed;
  const hide = secretsHider(stack.manifest, values, { FRAMEIO_TOKEN: token, SIGNING_SECRET: signingSecret });
  const deployment: LocalDeployment = await deployLocally({
    ...deployed,
    stack,
    values,
    publicHost,
    ...observer,
    onLog: (line, source) => observer.onLog(hide(line), source),
    onBatch: (result) => monitor.handleBatch(result, deployment),
  });
  return deployment;
}
