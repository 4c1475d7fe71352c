import type { ServerResponse } from 'node:http';
import type { Listener } from '../../http/listen.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import { isEmailOf } from '../state/shares/reviewers.ts';
import { viewShare } from '../state/shares/share-views.ts';
import type { StoredShare } from '../state/stored-resources.ts';
import { questionPage, sharePage } from './share-page.ts';
import { SHARES_PATH } from './share-url.ts';

/** Serves shares to their viewers. Each view is an activity on the share, and causes the event `share.viewed`. */
export function shareListener({ state }: { readonly state: FrameioState }): Listener {
  return (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const stored = state.stores.shares.get(pathname.slice(SHARES_PATH.length));
    if (request.method !== 'GET') return sendText(response, 405, 'Use GET to view a share.');
    if (!stored || !isOpen(stored, state.now())) return sendText(response, 404, 'This share is not available.');
    const answers = { email: searchParams.get('email') ?? '', passphrase: searchParams.get('passphrase') ?? '' };
    const missing = missingAnswer(stored, answers);
    if (missing) return sendHtml(response, 403, questionPage(missing, answers));
    viewShare(state, stored, state.stores.users.all().find((user) => isEmailOf(user, answers.email)) ?? state.uploader);
    sendHtml(response, 200, sharePage(state, stored));
  };
}

/** What a viewer enters to see a share. */
export interface ViewerAnswers {
  readonly email: string;
  readonly passphrase: string;
}

/** Returns what the viewer must still enter: only reviewers can see a secure share. */
function missingAnswer(
  { share, reviewers }: StoredShare,
  { email, passphrase }: ViewerAnswers,
): keyof ViewerAnswers | undefined {
  if (share.access === 'secure' && !reviewers.some((reviewer) => isEmailOf(reviewer, email))) return 'email';
  return share.passphrase && share.passphrase !== passphrase ? 'passphrase' : undefined;
}

function isOpen({ share: { enabled, expiration } }: StoredShare, now: Date): boolean {
  return enabled && (expiration === null || Date.parse(expiration) > now.getTime());
}

function sendText(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

function sendHtml(response: ServerResponse, status: number, html: string): void {
  response
    .writeHead(status, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': "default-src 'none'" })
    .end(html);
}
