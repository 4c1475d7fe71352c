import type { HandlerContext } from '../dispatch/handler-context.ts';
import type { AnyWebhookEvent, WebhookEvent, WebhookEventName } from '../events/event-map.ts';
import type { App } from './app.ts';
import type { EnvValues } from './declared-env.ts';
import type { SecretName } from './declared-secrets.ts';

/**
 * The context that an app passes to its handlers of an event: `ContextOf<typeof app, 'file.ready'>`. Without an event name,
 * the context of handlers of all events. If the app imports the handler, import the app with `import type` there.
 */
export type ContextOf<AnyApp, Name extends WebhookEventName | '*' = '*'> =
  AnyApp extends App<infer Client, infer Env, infer Secrets>
    ? HandlerContext<
        Name extends WebhookEventName ? WebhookEvent<Name> : AnyWebhookEvent,
        Client,
        EnvValues<Env>,
        SecretName<Secrets>
      >
    : never;
