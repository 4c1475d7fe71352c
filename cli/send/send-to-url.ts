import { type ForgeryName, signRequest } from '../../sandbox/frameio/webhooks/forgeries.ts';
import { type PostResult, sendSignedPost } from '../../sandbox/frameio/webhooks/signed-post.ts';
import { toLine } from '../../sandbox/terminal/escape-controls.ts';
import { paint } from '../../sandbox/terminal/lines.ts';
import { printJson } from '../print-json.ts';

/** A request to send to a URL. */
export interface UrlRequest {
  readonly url: string;
  readonly body: string;
  readonly secret: string;
  readonly times: number;
  readonly forge: ForgeryName | undefined;
  readonly json: boolean;
}

/** Time that Frame.io waits for a response. */
const TIMEOUT_MS = 5_000;

const MAX_TEXT_LENGTH = 200;

/** Sends a request to a URL, once for each time, and prints the responses. Returns the exit code. */
export async function sendToUrl({ url, body, secret, times, forge, json }: UrlRequest): Promise<number> {
  const now = Math.floor(Date.now() / 1_000);
  const results: PostResult[] = [];
  for (let number = 0; number < times; number += 1) {
    // A timestamp of its own, so that no request is a repetition of another one.
    const request = signRequest({ body, secret, timestamp: now - number }, forge);
    const result = await sendSignedPost({ url, ...request, timeoutMs: TIMEOUT_MS });
    results.push(result);
    if (!json) console.log(formatResult(result, isAsExpected(result, forge)));
  }
  if (json) {
    const toJson = ({ status, durationMs, ...others }: PostResult) => ({
      status: status ?? null,
      durationMs,
      ...others,
    });
    printJson(results.map(toJson));
  }
  return results.every((result) => isAsExpected(result, forge)) ? 0 : 1;
}

function isAsExpected({ status = 0 }: PostResult, forge: ForgeryName | undefined): boolean {
  return forge === undefined ? status >= 200 && status < 300 : status >= 400 && status < 500;
}

function formatResult(result: PostResult, isFine: boolean): string {
  const text =
    result.status === undefined
      ? `no response: ${result.error}`
      : `${result.status} in ${result.durationMs} ms  ${result.body}`;
  return paint(isFine ? 'green' : 'red', toLine(text, MAX_TEXT_LENGTH));
}
