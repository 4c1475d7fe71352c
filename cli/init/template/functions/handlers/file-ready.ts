import type { ContextOf } from 'frameio-lambda';
import type { app } from '../app.ts'; // only the type: app.ts imports this file

/** The parts of the context that this handler uses. */
type FileReady = Pick<ContextOf<typeof app, 'file.ready'>, 'event' | 'client'>;

/** Posts a comment on a file when Frame.io has processed it. */
export async function fileReady({ event, client }: FileReady): Promise<void> {
  const { accountId, resourceId: fileId } = event;
  const { data: file } = await client.files.show(accountId, fileId);
  await client.comments.create(accountId, fileId, { data: { text: `${file.name} is ready.` } });
}
