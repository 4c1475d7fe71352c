import { App } from '../../lib/app/app.ts';
import { endpointHandler } from '../../lib/endpoint/endpoint-handler.ts';
import fileReady from '../fixtures/file-ready.json' with { type: 'json' };
import { signedDelivery } from '../support/events.ts';
import { SIGNING_SECRET, type Stage } from './stage.ts';

/** Delivers the signed event `file.ready` of a file to the endpoint of an example's app. */
export async function deliverFileReady({ frameioState }: Stage, app: unknown, fileId: string): Promise<unknown> {
  if (!(app instanceof App)) throw new Error('The example exports no app.');
  const handler = await endpointHandler(app);
  const resource = { id: fileId, type: 'file' };
  const body = JSON.stringify({ ...fileReady, account: frameioState.account, resource });
  return await handler(signedDelivery({ secret: SIGNING_SECRET, body }));
}
