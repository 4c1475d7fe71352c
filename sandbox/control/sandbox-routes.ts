import type { ClockControl } from '../clock/clock-control.ts';
import type { Faults } from '../faults/faults.ts';
import type { EventRecorder } from '../history/event-recorder.ts';
import { type ActionsApiOptions, actionsApi } from './actions-api.ts';
import { type AppApiOptions, appApi } from './app-api.ts';
import { clockApi } from './clock-api.ts';
import type { ControlRoute } from './control-route.ts';
import { credentialsApi } from './credentials-api.ts';
import { deliveriesApi } from './deliveries-api.ts';
import { DeliveryLauncher, type DeliveryLauncherOptions } from './delivery-launcher.ts';
import { type DeploymentApiOptions, deploymentApi } from './deployment-api.ts';
import { eventsApi } from './events-api.ts';
import { failuresApi } from './failures-api.ts';
import { faultsApi } from './faults-api.ts';
import { type FilesApiOptions, filesApi } from './files-api.ts';
import { type QueueApiOptions, queueApi } from './queue-api.ts';
import { type RecordsApiOptions, recordsApi } from './records-api.ts';
import { type RequestApiOptions, requestApi } from './request-api.ts';
import { studioApi } from './studio-api.ts';
import { thumbnailApi } from './thumbnail-api.ts';
import { webAppApi } from './web-app-api.ts';

/** What the control API shows and controls. */
export interface SandboxRoutesOptions
  extends FilesApiOptions,
    ActionsApiOptions,
    AppApiOptions,
    QueueApiOptions,
    DeploymentApiOptions,
    Omit<DeliveryLauncherOptions & RequestApiOptions & RecordsApiOptions, 'history'> {
  readonly recorder: EventRecorder;
  readonly clockControl: ClockControl;
  readonly faults: Faults;
}

/** Every operation of the control API of a sandbox. */
export function sandboxRoutes(options: SandboxRoutesOptions): readonly ControlRoute[] {
  const { history, stream } = options.recorder;
  return [
    ...filesApi(options),
    ...actionsApi(options),
    ...deliveriesApi({ history, stream, launcher: new DeliveryLauncher({ ...options, history }) }),
    ...eventsApi(stream),
    ...clockApi(options.clockControl),
    ...credentialsApi(options),
    ...deploymentApi(options),
    ...failuresApi(options.state),
    ...faultsApi(options.faults),
    ...appApi(options),
    ...studioApi(options.state),
    ...thumbnailApi(options.state),
    ...queueApi(options),
    ...requestApi({ ...options, history }),
    ...recordsApi({ ...options, history }),
    ...webAppApi(options.state),
  ];
}
