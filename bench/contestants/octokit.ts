import { Webhooks } from '@octokit/webhooks';
import type { HttpEvent } from '../deliveries.ts';
import { SIGNING_SECRET } from '../secrets.ts';

const webhooks = new Webhooks({ secret: SIGNING_SECRET });
let heard = 0;

webhooks.on('star.created', async () => {
  heard += 1;
});

/** GitHub's webhooks the way their library does it: verified, parsed, and passed to one listener. */
export async function handler({ headers, body }: HttpEvent) {
  const before = heard;
  try {
    await webhooks.verifyAndReceive({
      id: headers['x-github-delivery'] ?? '',
      name: headers['x-github-event'] ?? '',
      payload: body,
      signature: headers['x-hub-signature-256'] ?? '',
    });
  } catch {
    return { statusCode: 401 };
  }
  return { statusCode: heard > before ? 200 : 404 };
}
