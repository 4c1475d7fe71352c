import type * as Frameio from '../../lib/client/frameio.ts';
import type { FrameioEvent } from '../frameio/state/frameio-event.ts';
import type { NamedFile, SandboxApiEvent } from '../sandbox-api.ts';
import type { SandboxEvent } from '../sandbox-event.ts';

/**
 * Returns the JSON of an event; `undefined` for one that says nothing more than the change of its delivery.
 *
 * @param loggedFor - Delivery that a log line is about, if that is known.
 */
export function toApiEvent(event: SandboxEvent, loggedFor: string | undefined): SandboxApiEvent | undefined {
  switch (event.kind) {
    case 'file_event':
      return changeOf(event.event, event.event.file.name);
    case 'frameio_event':
      return changeOf(event.event, null);
    case 'comment_posted':
      return { kind: 'comment_posted', file: nameOf(event.file), text: event.text };
    case 'api_called':
      return { kind: 'api_called', ...event.call };
    case 'batch_processed':
      return { kind: 'batch_processed', ...event.result };
    case 'function_logged':
      return { kind: 'function_logged', deliveryId: loggedFor ?? null, line: event.line };
    case 'code_reloaded':
    case 'build_failed':
    case 'clock_changed':
    case 'faults_changed':
      return event;
    case 'sample_event':
    case 'delivery_started':
    case 'delivery_sent':
    case 'delivery_attempted':
    case 'delivery_delayed':
    case 'delivery_reported':
    case 'handler_reported':
    case 'action_sent':
    case 'action_replied':
      return undefined;
  }
}

function changeOf({ type, resource }: FrameioEvent, name: string | null): SandboxApiEvent {
  return { kind: 'frameio_changed', type, resource: { ...resource, name } };
}

function nameOf({ id, name }: Frameio.File): NamedFile {
  return { id, name };
}
