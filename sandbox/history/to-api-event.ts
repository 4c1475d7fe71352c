import type * as Frameio from '../../lib/client/frameio.ts';
import type { BatchResult } from '../aws/lambda/event-source-mapping.ts';
import type { FrameioEvent } from '../frameio/state/frameio-event.ts';
import type { NamedFile, SandboxApiEvent } from '../sandbox-api.ts';
import type { SandboxEvent } from '../sandbox-event.ts';
import { toHandlerRecord } from './delivery-changes.ts';

/**
 * Returns the JSON of an event; `undefined` for one that says nothing more than the change of its delivery.
 *
 * @param deliveryId - Delivery that a log line or a call is about, if that is known.
 */
export function toApiEvent(event: SandboxEvent, deliveryId: string | undefined): SandboxApiEvent | undefined {
  switch (event.kind) {
    case 'file_event':
      return changeOf(event.event, event.event.file.name);
    case 'frameio_event':
      return changeOf(event.event, null);
    case 'comment_posted':
      return { kind: 'comment_posted', file: nameOf(event.file), text: event.text };
    case 'api_called':
      return { kind: 'api_called', ...event.call, deliveryId: deliveryId ?? null };
    case 'batch_processed':
      return toBatchEvent(event.result);
    case 'function_logged':
      return {
        kind: 'function_logged',
        deliveryId: deliveryId ?? null,
        functionName: event.functionName,
        handler: event.handler?.handlerName ?? null,
        line: event.line,
      };
    case 'function_failed':
      return { ...event, location: event.location ?? null };
    case 'handler_blocked':
      return { kind: 'handler_blocked', handler: event.handler.handlerName, location: event.location ?? null };
    case 'message_reported':
      return { ...event, handlers: event.handlers.map(toHandlerRecord) };
    case 'code_reloaded':
    case 'build_failed':
    case 'clock_changed':
    case 'faults_changed':
    case 'app_refused':
      return event;
    case 'app_changed':
      return { kind: 'app_changed', needsRestart: event.change.needsRestart };
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

function toBatchEvent({ messages, completedIds, error }: BatchResult): SandboxApiEvent {
  return { kind: 'batch_processed', messageIds: messages.map(({ id }) => id), completedIds, error: error ?? null };
}

function changeOf({ type, resource }: FrameioEvent, name: string | null): SandboxApiEvent {
  return { kind: 'frameio_changed', type, resource: { ...resource, name } };
}

function nameOf({ id, name }: Frameio.File): NamedFile {
  return { id, name };
}
