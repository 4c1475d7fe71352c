import type { FrameioClientLike } from '../../lib/client/client-like.ts';
import type { HttpEvent } from '../events.ts';

/** Creates a handler that does nothing but call the Frame.io API: it shows the file and posts a comment. */
export function commentHandler(client: FrameioClientLike) {
  return async ({ body }: HttpEvent) => {
    const { account, resource } = JSON.parse(body);
    const { data: file } = await client.files.show(account.id, resource.id);
    await client.comments.create(account.id, resource.id, { data: { text: `${file.id} is ready.` } });
    return { statusCode: 200 };
  };
}
