import type { FrameioClient } from '../../lib/client/index.ts';
import { App, type Frameio, type WebhookEvent } from '../../lib/index.ts';

/** The compiler checks that every `@ts-expect-error` is an error. Nothing calls these functions. */
export function typesOfHandlers(app: App): void {
  app.onWebhook('file.ready', async ({ event }) => {
    const type: 'file.ready' = event.type;
    const accountId: string = event.accountId;
    const projectId: string | undefined = event.projectId;
    // @ts-expect-error a file event is not a comment event
    const other: WebhookEvent<'comment.created'> = event;
    return void [type, accountId, projectId, other];
  });

  app.onWebhook(['file.ready', 'comment.created'], async ({ event }) => {
    if (event.type === 'comment.created') event satisfies WebhookEvent<'comment.created'>;
    // @ts-expect-error it may be a comment event
    event satisfies WebhookEvent<'file.ready'>;
  });

  // @ts-expect-error unknown event
  app.onWebhook('file.redy', async () => undefined);

  // @ts-expect-error the handler's event must match the name
  app.onWebhook('file.ready', async ({ event }: { event: WebhookEvent<'file.created'> }) => void event);

  app.onWebhook('*', async ({ event }) => {
    const type: string = event.type;
    return void type;
  });

  // @ts-expect-error a token is not a number
  new App({ token: 42 });
  new App({ token: process.env.FRAMEIO_TOKEN, signingSecrets: process.env.WEBHOOK_SECRET });
}

/** Checked by the compiler only. */
export async function typesOfClient(client: FrameioClient): Promise<void> {
  const file: Frameio.FileWithIncludes = (await client.files.show('a', 'f')).data;
  // @ts-expect-error unknown status
  if (file.status === 'ready') return;
  // @ts-expect-error the text is missing
  await client.comments.create('a', 'f', { data: {} });
  // @ts-expect-error unknown field
  await client.comments.create('a', 'f', { data: { text: 'x', colour: 'red' } });
  // @ts-expect-error unknown sort order
  await client.comments.index('a', 'f', { sort: 'text_asc' });
  for await (const comment of client.comments.index('a', 'f')) comment.text satisfies string;
}
