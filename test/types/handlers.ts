import { App, type Frameio, type FrameioClient, type WebhookEvent } from '../../lib/index.ts';

/** Checked by the compiler: each `@ts-expect-error` must be one. Nothing here is called. */
export function typesOfHandlers(app: App): void {
  app.onWebhook('file.ready', async ({ event }) => {
    const type: 'file.ready' = event.type;
    const accountId: string = event.accountId;
    const projectId: string | undefined = event.projectId;
    // @ts-expect-error an event of a file is no event of a comment
    const other: WebhookEvent<'comment.created'> = event;
    return void [type, accountId, projectId, other];
  });

  app.onWebhook(['file.ready', 'comment.created'], async ({ event }) => {
    if (event.type === 'comment.created') event satisfies WebhookEvent<'comment.created'>;
    // @ts-expect-error it may also be one of a comment
    event satisfies WebhookEvent<'file.ready'>;
  });

  // @ts-expect-error no such event
  app.onWebhook('file.redy', async () => undefined);

  // @ts-expect-error an event by its own name only
  app.onWebhook('file.ready', async ({ event }: { event: WebhookEvent<'file.created'> }) => void event);

  app.onWebhook('*', async ({ event }) => {
    const type: string = event.type;
    return void type;
  });

  // @ts-expect-error a token is no number
  new App({ token: 42 });
  new App({ token: process.env.FRAMEIO_TOKEN, signingSecrets: process.env.WEBHOOK_SECRET });
}

/** Checked by the compiler, like the above. */
export async function typesOfClient(client: FrameioClient): Promise<void> {
  const file: Frameio.FileWithIncludes = (await client.files.show('a', 'f')).data;
  // @ts-expect-error no such status
  if (file.status === 'ready') return;
  // @ts-expect-error the text is missing
  await client.comments.create('a', 'f', { data: {} });
  // @ts-expect-error no such field
  await client.comments.create('a', 'f', { data: { text: 'x', colour: 'red' } });
  // @ts-expect-error no such order
  await client.comments.index('a', 'f', { sort: 'text_asc' });
  for await (const comment of client.comments.index('a', 'f')) comment.text satisfies string;
}
