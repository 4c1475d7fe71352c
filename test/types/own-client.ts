import { FrameioClient, type FrameioClientLike } from '../../lib/client/index.ts';
import { type AnyContext, App, endpointHandler, type HandlerContext } from '../../lib/index.ts';
import { FrameioClient as OfficialClient } from './official-sdk.ts';

/** The compiler checks that every `@ts-expect-error` is an error. Nothing calls these functions. */
export function typesOfOwnClients(ownToken: string): void {
  const client = new OfficialClient({ token: ownToken });
  const app = new App({ client, signingSecrets: 'secret' });
  app.onWebhook('file.ready', async ({ event, client: given }) => {
    given satisfies OfficialClient;
    const page = await given.comments.index(event.accountId, event.resourceId);
    page.response.links.next satisfies string | null;
    // @ts-expect-error only pages of FrameioClient have nextPage
    await page.nextPage();
  });
  app.use(async (context: AnyContext<OfficialClient>, next) => {
    context.client satisfies OfficialClient;
    await next();
  });
  app.client satisfies OfficialClient;
  endpointHandler(app);

  // @ts-expect-error a handler for FrameioClient does not accept another client
  app.onWebhook('file.created', async (context: HandlerContext) => void context);
  // @ts-expect-error either client or token, not both
  new App({ client, token: ownToken });
  // @ts-expect-error a client needs resources
  new App({ client: {} });
  // @ts-expect-error without a client, the app creates a FrameioClient
  new App<OfficialClient>({ token: ownToken });

  const appWithFrameioClient = new App({ client: new FrameioClient({ token: ownToken, maxRetries: 0 }) });
  appWithFrameioClient.onWebhook('file.ready', async ({ client: given }) => void given.experimental);
  new App({ token: ownToken }).client satisfies FrameioClient;
  client satisfies FrameioClientLike;
  new App({ token: { clientId: 'id', clientSecret: 'secret' }, maxRetries: 0, legacyToken: false });
}
