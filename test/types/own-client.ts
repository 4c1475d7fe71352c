import { App, endpointHandler, FrameioClient, type FrameioClientLike, type HandlerContext } from '../../lib/index.ts';
import { FrameioClient as OfficialClient } from './official-sdk.ts';

/** Checked by the compiler: each `@ts-expect-error` must be one. Nothing here is called. */
export function typesOfOwnClients(ownToken: string): void {
  const client = new OfficialClient({ token: ownToken });
  const app = new App({ client, signingSecrets: 'secret' });
  app.onWebhook('file.ready', async ({ event, client: given }) => {
    given satisfies OfficialClient;
    const page = await given.comments.index(event.accountId, event.resourceId);
    page.response.links.next satisfies string | null;
    // @ts-expect-error that is a method of our pages
    await page.nextPage();
  });
  app.use(async (context: HandlerContext<HandlerContext['event'], OfficialClient>, next) => {
    context.client satisfies OfficialClient;
    await next();
  });
  app.client satisfies OfficialClient;
  endpointHandler(app);

  // @ts-expect-error a handler for our own client cannot be given the other
  app.onWebhook('file.created', async (context: HandlerContext) => void context);
  // @ts-expect-error a client or what one is made from, not both
  new App({ client, token: ownToken });
  // @ts-expect-error a client has resources
  new App({ client: {} });
  // @ts-expect-error without one, the app makes our own
  new App<OfficialClient>({ token: ownToken });

  const ours = new App({ client: new FrameioClient({ token: ownToken, maxRetries: 0 }) });
  ours.onWebhook('file.ready', async ({ client: given }) => void given.experimental);
  new App({ token: ownToken }).client satisfies FrameioClient;
  client satisfies FrameioClientLike;
  new App({ token: { clientId: 'id', clientSecret: 'secret' }, maxRetries: 0, legacyToken: false });
}
