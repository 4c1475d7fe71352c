import { randomUUID } from 'node:crypto';
import type { AppManifest } from '../../lib/core/manifest.ts';
import { isWebhookEventName, RESOURCE_OF_EVENT } from '../../lib/events/event-map.ts';
import { actionBody } from '../frameio/actions/action-body.ts';
import type { FrameioState } from '../frameio/state/frameio-state.ts';
import { FORGERIES } from '../frameio/webhooks/forgeries.ts';
import type { EventRecorder } from '../history/event-recorder.ts';
import { sampleEvent } from '../sample-event.ts';
import type { SandboxApp } from '../sandbox-api.ts';
import { findAction } from './actions-api.ts';
import type { WebhookTarget } from './chosen-target.ts';
import { listTargets } from './chosen-target.ts';
import { errorResponse, type Read } from './control-response.ts';
import type { ControlRoute } from './control-route.ts';
import { findFile } from './read-click.ts';

/** What the calls about the app need. */
export interface AppApiOptions {
  /** Returns the manifest of the code that runs now. */
  readonly manifest: () => AppManifest;
  readonly state: FrameioState;
  readonly recorder: Pick<EventRecorder, 'codeState'>;
  /** The endpoint of the app. */
  readonly app: WebhookTarget;
}

/** The calls that describe the app, and show the body of what can be sent to it. */
export function appApi({ manifest, state, recorder, app }: AppApiOptions): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: '/sandbox/app',
      handle: () => {
        const targets = listTargets(state, app);
        const body: SandboxApp = { ...describeApp(manifest(), state), targets, code: recorder.codeState ?? null };
        return { status: 200, body };
      },
    },
    {
      method: 'GET',
      path: '/sandbox/body',
      handle: ({ query }) => {
        const body = sampleBody(query.get('type') ?? '', query.get('file') ?? undefined, state);
        return body.ok ? { status: 200, body: { body: body.value } } : errorResponse(body);
      },
    },
  ];
}

function describeApp(
  { handlers, actions }: AppManifest,
  { actions: registered }: FrameioState,
): Omit<SandboxApp, 'targets' | 'code'> {
  const typesOf = (key: string) => actions.find((action) => action.key === key)?.resourceTypes ?? ['file'];
  return {
    events: Object.keys(RESOURCE_OF_EVENT),
    handledEvents: [...new Set(handlers.flatMap(({ events }) => events))],
    actions: registered.list().map(({ action: { event: key, name, description } }) => {
      return { key, name, description, resourceTypes: typesOf(key) };
    }),
    forgeries: Object.entries(FORGERIES).map(([name, { summary }]) => ({ name, summary })),
  };
}

/** Returns the body of an event or a click, without a change in Frame.io. */
function sampleBody(type: string, fileName: string | undefined, state: FrameioState): Read<unknown> {
  const file = findFile(fileName, state);
  if (!file.ok) return file;
  if (!isWebhookEventName(type)) {
    const action = findAction(type, state);
    if (!action.ok) return action;
    const resources = [{ id: file.value.id, type: 'file' } as const];
    return { ok: true, value: JSON.parse(actionBody(action.value, state, { interactionId: randomUUID(), resources })) };
  }
  if (RESOURCE_OF_EVENT[type] !== 'comment') return { ok: true, value: sampleEvent(type, state, file.value) };
  const [comment] = state.commentsOf(file.value.id);
  const resource = { id: comment?.id ?? randomUUID(), type: 'comment' };
  return { ok: true, value: { ...sampleEvent('file.ready', state, file.value), resource, type } };
}
