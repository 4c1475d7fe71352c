import { frameioListener } from '../../sandbox/frameio/frameio-listener.ts';
import type { FrameioState } from '../../sandbox/frameio/state/frameio-state.ts';
import type { Listener } from '../../sandbox/http/listen.ts';
import type { TestFrameio } from './test-frameio.ts';

/** Path of Adobe IMS that exchanges credentials for a token. */
const TOKEN_PATH = '/ims/token/v3';

/**
 * Serves Frame.io and Adobe IMS. Every token belongs to the app, because the app may have any. The rate limits are a thousand
 * times those of Frame.io, so that a test meets one only if it asks for it.
 */
export function testFrameioListener(state: FrameioState, frameio: TestFrameio): Listener {
  const listener = frameioListener({
    state,
    now: () => state.now().getTime() * 1_000,
    onCall: (call) => frameio.record(call),
    fault: (call) => frameio.nextFault(call),
  });
  return (request, response) => {
    const token = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (token !== undefined) state.token = token;
    if (request.url !== TOKEN_PATH) return listener(request, response);
    const body = { access_token: state.token, token_type: 'bearer', expires_in: 86_399 };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
}

/** Token of the person. It opens nothing but the Frame.io of a test, and does not expire. */
export const PERSON_TOKEN = 'test-token-of-a-person';

/** Serves Frame.io to a person, whose calls no test counts and no fault affects. */
export function personListener(state: FrameioState): Listener {
  state.stores.grants.put({
    id: PERSON_TOKEN,
    kind: 'access',
    userId: state.uploader.id,
    scopes: ['additional_info.roles'],
    expiresAt: Number.MAX_SAFE_INTEGER,
  });
  return frameioListener({ state, now: () => state.now().getTime() * 1_000 });
}
