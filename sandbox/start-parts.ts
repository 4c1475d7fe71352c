import { join } from 'node:path';
import { SandboxClock } from './clock/sandbox-clock.ts';
import { type ConsoleAssets, consoleAssetsLoader } from './console/console-assets.ts';
import { consoleListener } from './console/console-listener.ts';
import { CommentReporter } from './deliveries/comment-reporter.ts';
import { DeliveryMonitor } from './deliveries/delivery-monitor.ts';
import { AppRegistration } from './deployment/app-registration.ts';
import { secretsHider } from './deployment/hide-secrets.ts';
import { deployLocally, type LocalDeployment } from './deployment/local-deployment.ts';
import { SigningSecret } from './deployment/signing-secret.ts';
import { Faults } from './faults/faults.ts';
import { frameioFault, injectServiceFaults } from './faults/inject-faults.ts';
import { ActionInteractions } from './frameio/actions/action-interactions.ts';
import { frameioListener } from './frameio/frameio-listener.ts';
import { IMS_PATH } from './frameio/ims/ims-listener.ts';
import { SHARES_PATH } from './frameio/shares/share-url.ts';
import type { FrameioEvent } from './frameio/state/frameio-event.ts';
import type { PersistedFrameioState } from './frameio/state/frameio-journal.ts';
import { openState } from './frameio/state/open-state.ts';
import { STORAGE_PATH } from './frameio/storage/storage-path.ts';
import { functionObserver } from './function-observer.ts';
import { EventRecorder } from './history/event-recorder.ts';
import { type Listener, type LocalServer, listen } from './http/listen.ts';
import { refuseWebsites } from './http/refuse-websites.ts';
import { readClockOffset } from './persistence/clock-offset.ts';
import { writeSandboxAddress } from './persistence/sandbox-address.ts';
import type { SandboxEvent } from './sandbox-event.ts';
import type { SandboxOptions } from './sandbox-options.ts';

const FRAMEIO_PATHS = ['/v4/', IMS_PATH, SHARES_PATH, STORAGE_PATH];

/** The parts of a sandbox. */
export interface SandboxParts extends PersistedFrameioState {
  readonly frameioServer: LocalServer;
  readonly deployment: LocalDeployment;
  readonly signingSecret: SigningSecret;
  readonly clock: SandboxClock;
  readonly recorder: EventRecorder;
  readonly comments: CommentReporter;
  readonly monitor: DeliveryMonitor;
  readonly registration: AppRegistration;
  readonly interactions: ActionInteractions;
  readonly faults: Faults;
  readonly loadConsole: () => Promise<ConsoleAssets>;
  readonly removeAddress: () => void;
}

/** What the parts call while they run. */
export interface PartsObserver {
  readonly onFrameioEvent: (event: FrameioEvent) => void;
  /** Serves the sandbox's own API. */
  readonly controlApi: Listener;
}

/** Starts a local Frame.io and the services of AWS, and deploys the stack to them. If it fails, nothing keeps running. */
export async function startParts(options: SandboxOptions, observer: PartsObserver): Promise<SandboxParts> {
  const closers: Close[] = [];
  try {
    return await openParts(options, observer, (close) => closers.unshift(close));
  } catch (error) {
    for (const close of closers) await close();
    throw error;
  }
}

type Close = () => void | Promise<void>;

/** @param onOpen - Receives what closes each part, as soon as it is open. */
async function openParts(
  options: SandboxOptions,
  { onFrameioEvent, controlApi }: PartsObserver,
  onOpen: (close: Close) => void,
): Promise<SandboxParts> {
  const { stack, port, onEvent, fault, stateFolder, values, studio = false, inspect = false } = options;
  const clock = new SandboxClock({ offsetMs: stateFolder === undefined ? 0 : readClockOffset(stateFolder) });
  const stateOptions = { now: () => new Date(clock.now()), studio, onEvent: onFrameioEvent };
  const { state, close } = await openState(stateFolder, stateOptions);
  onOpen(close);
  const recorder = new EventRecorder({
    now: () => clock.now(),
    nameOf: ({ id }) => state.file(id)?.name,
    onEvent,
    ...(stateFolder !== undefined && { path: join(stateFolder, 'deliveries.journal') }),
  });
  onOpen(() => recorder.close());
  const record = (event: SandboxEvent) => recorder.record(event);
  const comments = new CommentReporter(state, record);
  const signingSecret = new SigningSecret(state);
  const faults = new Faults({
    clock,
    onChange: (active) => record({ kind: 'faults_changed', faults: active }),
    onBegin: (target) => {
      if (target === 'signing-secret') signingSecret.rotate();
    },
    onEnd: (target) => {
      if (target === 'signing-secret') registration.storeSecrets();
    },
  });
  const frameioApi = frameioListener({
    state,
    now: () => clock.now(),
    onCall: (call, details) => record({ kind: 'api_called', call, details }),
    fault: (call) => (fault === 'frame.io' ? 500 : frameioFault(faults, call)),
  });
  const interactions = new ActionInteractions({
    state,
    clock,
    onSend: (sent) => record({ kind: 'action_sent', sent }),
    onReply: (replied) => {
      record({ kind: 'action_replied', replied });
      comments.report();
    },
  });
  const loadConsole = consoleAssetsLoader();
  const control = refuseWebsites(consoleListener(loadConsole, controlApi));
  // A caller of Frame.io shows a token, a secret or a pre-signed URL, which a website does not have.
  const isFrameio = (url = '') => FRAMEIO_PATHS.some((path) => url.startsWith(path));
  const frameioServer = await listen(
    (request, response) => (isFrameio(request.url) ? frameioApi : control)(request, response),
    port,
  );
  onOpen(() => frameioServer.close());
  const monitor = new DeliveryMonitor(stack, {
    onChange: (change) => record({ kind: 'handler_reported', ...change }),
    onMessage: (report) => record({ kind: 'message_reported', ...report }),
  });
  const observer = functionObserver(monitor, record);
  const hide = secretsHider(stack.manifest, values ?? {});
  const deployment: LocalDeployment = await deployLocally({
    stack,
    frameioBaseUrl: frameioServer.url,
    signingSecret: signingSecret.value,
    apiToken: state.token,
    isKilled: (name) => faults.take('functions', () => [name]) !== undefined,
    port: port === 0 ? 0 : port + 1,
    clock,
    inspect,
    ...observer,
    onLog: (line, source) => observer.onLog(hide(line), source),
    onBatch: (result) => {
      record({ kind: 'batch_processed', result });
      comments.report();
      monitor.handleBatch(result, deployment);
    },
    ...(values && { values }),
    ...(stateFolder !== undefined && { stateFolder }),
  });
  onOpen(() => deployment.close());
  injectServiceFaults(deployment, faults);
  if (fault === 'secrets-manager') deployment.secretsManager.fault = 'down';
  const registration: AppRegistration = new AppRegistration({
    ...stack,
    state,
    deployment,
    get signingSecret() {
      return signingSecret.value;
    },
    onChange: (change) => {
      monitor.manifest = change.manifest;
      record({ kind: 'app_changed', change });
      if (change.needsRestart.length > 0) options.onManifestChange?.(change.manifest);
    },
    onError: (message) => record({ kind: 'app_refused', message }),
  });
  registration.register();
  const removeAddress =
    stateFolder === undefined ? () => undefined : writeSandboxAddress(stateFolder, frameioServer.url);
  const servers = { frameioServer, deployment, removeAddress };
  return {
    state,
    close,
    signingSecret,
    clock,
    recorder,
    comments,
    monitor,
    registration,
    interactions,
    faults,
    loadConsole,
    ...servers,
  };
}
