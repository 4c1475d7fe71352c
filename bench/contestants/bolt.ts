import { App, AwsLambdaReceiver } from '@slack/bolt';
import type { HttpEvent } from '../deliveries.ts';
import { SIGNING_SECRET } from '../secrets.ts';

const receiver = new AwsLambdaReceiver({ signingSecret: SIGNING_SECRET });
// `authorize` in place of a token: with one, the first event would call Slack.
const app = new App({ receiver, authorize: async () => ({ botToken: 'xoxb-bench', botId: 'B01', botUserId: 'U01' }) });
let heard = 0;

app.event('file_shared', async () => {
  heard += 1;
});

const receive = await receiver.start();

/** Slack's events the way their framework does it on Lambda: verified, parsed, and passed to one listener. */
export async function handler(event: HttpEvent) {
  const before = heard;
  const answer = await receive(event, {});
  return answer.statusCode === 200 && heard === before ? { statusCode: 404 } : answer;
}
