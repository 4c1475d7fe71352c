import { createHmac, randomUUID } from 'node:crypto';
import { SIGNING_SECRET } from './secrets.ts';

/** Whose webhooks a contestant receives. */
export type Sender = 'frameio' | 'github' | 'slack';

/** The part of API Gateway's HTTP event (payload v2) that is read here. */
export interface HttpEvent {
  readonly headers: Readonly<Record<string, string>>;
  readonly requestContext: { readonly requestId: string };
  readonly body: string;
}

interface Signed {
  readonly headers: Record<string, string>;
  readonly body: string;
}

/**
 * A delivery as Lambda hands it over, signed now. Each is unlike every other: the endpoint remembers what it has done,
 * and answers the same delivery a second time without work.
 *
 * @param type - Name of Frame.io's event.
 */
export function signedDelivery(sender: Sender, type = 'file.ready'): HttpEvent {
  const { headers, body } = sign(sender, type);
  const http = { method: 'POST', path: '/frameio', protocol: 'HTTP/1.1', sourceIp: '203.0.113.7' };
  const event = {
    version: '2.0',
    routeKey: 'POST /frameio',
    rawPath: '/frameio',
    rawQueryString: '',
    headers: {
      accept: '*/*',
      'accept-encoding': 'gzip',
      'content-length': String(Buffer.byteLength(body)),
      'content-type': 'application/json',
      host: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      'x-amzn-trace-id': 'Root=1-67412c9a-3f2e1d0c9b8a7f6e5d4c3b2a',
      'x-forwarded-for': '203.0.113.7',
      'x-forwarded-port': '443',
      'x-forwarded-proto': 'https',
      ...headers,
    },
    requestContext: {
      accountId: '123456789012',
      apiId: 'a1b2c3d4e5',
      domainName: 'a1b2c3d4e5.execute-api.us-east-1.amazonaws.com',
      domainPrefix: 'a1b2c3d4e5',
      http: { ...http, userAgent: headers['user-agent'] },
      requestId: randomUUID(),
      routeKey: 'POST /frameio',
      stage: '$default',
      time: '23/Nov/2026:12:00:00 +0000',
      timeEpoch: Date.now(),
    },
    body,
    isBase64Encoded: false,
  };
  // Through JSON, as in Lambda: strings put together in this process are kept differently from those that are parsed.
  return JSON.parse(JSON.stringify(event));
}

/** Bodies are of much the same length, so that what differs is what is done with them. */
function sign(sender: Sender, type: string): Signed {
  const now = String(Math.floor(Date.now() / 1_000));
  const hmac = (text: string) => createHmac('sha256', SIGNING_SECRET).update(text).digest('hex');
  switch (sender) {
    case 'frameio': {
      const body = JSON.stringify({
        account: { id: '6f70f1bd-7e89-4a7e-b4d3-7e576585a181' },
        project: { id: '7e46e495-4444-4555-8649-bee4d391a997' },
        resource: { id: randomUUID(), type: 'file' },
        type,
        user: { id: '56556a3f-859f-4b38-b6c6-e8625b5da8a5' },
        workspace: { id: '378fcbf7-6f88-4224-8139-6a743ed940b2' },
      });
      const signature = `v0=${hmac(`v0:${now}:${body}`)}`;
      return {
        headers: {
          'user-agent': 'Frame.io V4 API',
          'x-frameio-request-timestamp': now,
          'x-frameio-signature': signature,
        },
        body,
      };
    }
    case 'github': {
      const body = JSON.stringify({
        action: 'created',
        starred_at: '2026-11-23T12:00:00Z',
        repository: { id: 1296269, node_id: randomUUID(), name: 'hello-world', full_name: 'octocat/hello-world' },
        sender: { login: 'octocat', id: 583231, node_id: 'MDQ6VXNlcjU4MzIzMQ==', type: 'User', site_admin: false },
        organization: { login: 'github', id: 9919, node_id: 'MDEyOk9yZ2FuaXphdGlvbjk5MTk=' },
      });
      return {
        headers: {
          'user-agent': 'GitHub-Hookshot/044aadd',
          'x-github-delivery': randomUUID(),
          'x-github-event': 'star',
          'x-hub-signature-256': `sha256=${hmac(body)}`,
        },
        body,
      };
    }
    case 'slack': {
      const body = JSON.stringify({
        token: 'XXYYZZ',
        team_id: 'T061EG9R6',
        api_app_id: 'A0MDYCDME',
        event: { type: 'file_shared', channel_id: 'C024BE91L', file_id: randomUUID(), user_id: 'U061F7AUR' },
        type: 'event_callback',
        event_id: 'Ev0MDYGDKJ',
        event_time: 1515449522,
        authorizations: [{ team_id: 'T061EG9R6', user_id: 'U0LAN0Z89', is_bot: false }],
      });
      return {
        headers: {
          'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
          'x-slack-request-timestamp': now,
          'x-slack-signature': `v0=${hmac(`v0:${now}:${body}`)}`,
        },
        body,
      };
    }
  }
}
