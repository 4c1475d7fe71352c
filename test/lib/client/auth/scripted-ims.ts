import { afterEach } from '@jest/globals';
import { ServerToServerAuth, type ServerToServerOptions } from '../../../../lib/client/auth/server-to-server-auth.ts';
import { json, type ScriptedServer, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';

export type Responder = Parameters<typeof scriptedServer>[0];

export const CREDENTIALS = { clientId: 'the-id', clientSecret: 'canary-client-secret' };
export const DAY_SECONDS = 86_399;

/** Returns `token-1`, `token-2`, and so on. */
export const tokens: Responder = (response, number) =>
  json(response, 200, { access_token: `token-${number}`, token_type: 'bearer', expires_in: DAY_SECONDS });

let ims: ScriptedServer | undefined;
afterEach(() => ims?.close());

/** Starts Adobe IMS. It runs until the test ends. */
export async function startIms(respond: Responder): Promise<ScriptedServer> {
  ims = await scriptedServer(respond);
  return ims;
}

/** Starts Adobe IMS, and creates the source of tokens under test with a clock of the test. */
export async function authAgainst(respond: Responder, options: Partial<ServerToServerOptions> = {}) {
  const server = await startIms(respond);
  const clock = testClock();
  return {
    ims: server,
    clock,
    auth: new ServerToServerAuth({ ...CREDENTIALS, imsUrl: server.url, clock, ...options }),
  };
}
