import type { SynthesizedFunction } from '../cdk/read-synthesized.ts';
import { type BundlePosition, mapPositions, positionsIn } from './code/map-position.ts';
import { locate, type SourceLocation } from './code/source-location.ts';
import type { DeliveryMonitor } from './deliveries/delivery-monitor.ts';
import type { LocalDeploymentOptions } from './deployment/local-deployment.ts';
import type { SandboxEvent } from './sandbox-event.ts';

type FunctionObserver = Pick<LocalDeploymentOptions, 'onLog' | 'onFunctionError' | 'onBlocked' | 'onWorker'>;

/** Turns what functions print and what happens to them into events of the sandbox, and records it for the reports. */
export function functionObserver(monitor: DeliveryMonitor, onEvent: (event: SandboxEvent) => void): FunctionObserver {
  const locateInBundle = (positions: readonly BundlePosition[]): SourceLocation | undefined =>
    locate(mapPositions(positions), monitor.projectRoot);
  return {
    onLog: (line, { deployed, handler }) => {
      monitor.log.add(line);
      onEvent({ kind: 'function_logged', functionName: nameOf(deployed), line, ...(handler && { handler }) });
    },
    onFunctionError: ({ message, functionStack = '' }, deployed) => {
      monitor.log.add(message);
      const location = locateInBundle(positionsIn(functionStack));
      onEvent({ kind: 'function_failed', functionName: nameOf(deployed), error: message, location });
    },
    onBlocked: ({ handler, frames }) => {
      const location = locateInBundle(frames);
      monitor.log.addBlocked(handler, location);
      onEvent({ kind: 'handler_blocked', handler, location });
    },
    onWorker: ({ maxAttempts }) => {
      monitor.maxAttempts = maxAttempts;
    },
  };
}

/** Returns `endpoint`, `worker`, or `job-worker render`. */
function nameOf({ role, job }: SynthesizedFunction): string {
  return job === undefined ? role : `${role} ${job}`;
}
