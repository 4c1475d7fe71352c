import { App, endpointHandler } from '../../lib/index.ts';
import { SIGNING_SECRET } from '../secrets.ts';

const app = new App({ signingSecrets: SIGNING_SECRET });

app.onWebhook('file.ready', async () => undefined);

/** The endpoint with the logger it has by default, which writes one line a delivery. */
export const handler = endpointHandler(app);
