import { App, type ContextOf, endpointHandler, type HandlerContext, type WebhookEvent } from '../../lib/index.ts';
import type { FrameioClient as OfficialClient } from './official-sdk.ts';

const app = new App({
  env: {
    CHANNEL: 'string',
    LIMIT: { type: 'number', default: 10 },
    DRY_RUN: { type: 'boolean', description: 'Post nothing' },
  },
  secrets: { slack: 'my/slack', notion: { description: 'Token of Notion' } },
});

/** The compiler checks that every `@ts-expect-error` is an error. Nothing calls these functions. */
export function typesOfDeclarations(client: OfficialClient): void {
  app.onWebhook('file.ready', fileReady);
  app.onWebhook('file.created', withoutDeclarations);
  app.onWebhook('*', async ({ env, secrets }) => {
    env.CHANNEL satisfies string;
    env.LIMIT satisfies number;
    env.DRY_RUN satisfies boolean;
    // @ts-expect-error LIMIT is a number
    env.LIMIT satisfies string;
    // @ts-expect-error not declared
    env.OTHER;
    (await secrets.get('slack')) satisfies string;
    (await secrets.refresh('notion')) satisfies string;
    // @ts-expect-error not declared
    await secrets.get('other');
  });
  app.use(async ({ env, secrets }, next) => {
    env.CHANNEL satisfies string;
    await secrets.get('slack');
    await next();
  });
  app.onError(async (_error, { env, secrets }) => {
    env.CHANNEL satisfies string;
    await secrets.get('slack');
  });
  void endpointHandler(app);

  // @ts-expect-error a type of variable that does not exist
  new App({ env: { CHANNEL: 'text' } });
  // @ts-expect-error the default has another type
  new App({ env: { LIMIT: { type: 'number', default: '10' } } });

  new App().onWebhook('file.ready', async ({ env, secrets }) => {
    // @ts-expect-error the app declares no variable
    env.CHANNEL;
    // @ts-expect-error the app declares no secret
    await secrets.get('slack');
  });
  // @ts-expect-error the handler needs declarations that the app does not have
  new App().onWebhook('file.ready', fileReady);

  const withClient = new App({ client, env: { CHANNEL: 'string' } });
  withClient.onWebhook('file.ready', async (context) => {
    context.client satisfies OfficialClient;
    context.env.CHANNEL satisfies string;
  });
  new App<OfficialClient>({ client }).onWebhook(
    'file.ready',
    (context) => void (context.client satisfies OfficialClient),
  );
}

async function fileReady({ event, client, env, secrets }: ContextOf<typeof app, 'file.ready'>): Promise<void> {
  event satisfies WebhookEvent<'file.ready'>;
  await client.files.show(event.accountId, event.resourceId);
  env.CHANNEL satisfies string;
  await secrets.get('slack');
}

async function withoutDeclarations({ event }: HandlerContext<WebhookEvent<'file.created'>>): Promise<void> {
  event.type satisfies 'file.created';
}

/** Checked by the compiler only. */
export function typesOfContexts(
  several: ContextOf<typeof app, 'file.ready' | 'comment.created'>,
  any: ContextOf<typeof app>,
): void {
  several.event satisfies WebhookEvent<'file.ready' | 'comment.created'>;
  if (several.event.type === 'file.ready') several.event satisfies WebhookEvent<'file.ready'>;
  any.event.type satisfies string;
  any.env.LIMIT satisfies number;
}
