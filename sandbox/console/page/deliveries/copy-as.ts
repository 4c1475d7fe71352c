import type { Delivery, SignedDeliveryRequest } from '../../../sandbox-api.ts';
import { toPrintableJson } from '../../../terminal/escape-controls.ts';
import { callApi } from '../api.ts';

/** Returns a command that sends the delivery again. Its signature is valid for five minutes. */
export async function asCurl({ id }: Delivery): Promise<string> {
  const { url, body, headers } = await callApi<SignedDeliveryRequest>('GET', `/sandbox/deliveries/${id}/request`);
  const options = Object.entries(headers).map(([name, value]) => `  -H ${quote(`${name}: ${value}`)}`);
  return [`curl ${quote(url)}`, ...options, `  --data-raw ${quote(body)}`].join(' \\\n');
}

/** Returns a test that sends such an event with the test kit. */
export function asTest({ type, kind, resource }: Delivery): string {
  const name = toPrintableJson(resource?.name ?? 'Take 1.mov');
  const action =
    kind === 'action'
      ? `  await t.click(${JSON.stringify(type)}, { name: ${name} });`
      : `  await t.send(${JSON.stringify(type)}, { name: ${name} });`;
  return [
    "import { testApp } from 'frameio-lambda/testing';",
    "import { app } from '../functions/app.ts';",
    '',
    `it('handles ${type}', async () => {`,
    '  const t = await testApp(app);',
    action,
    "  expect(t.deliveries).toMatchObject([{ outcome: 'completed' }]);",
    '});',
    '',
  ].join('\n');
}

/** Returns an event of API Gateway as a file for `npm run sam:invoke` and `npm run frameio -- send`, which both sign it again. */
export function asEventFile({ body, url }: Delivery): string {
  const path = new URL(url).pathname;
  const routeKey = `POST ${path}`;
  const event = {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    requestContext: {
      http: { method: 'POST', path, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'Frame.io V4 API' },
      requestId: 'sandbox',
      routeKey,
      stage: '$default',
    },
    body,
    isBase64Encoded: false,
  };
  return `${JSON.stringify(event, undefined, 2)}\n`;
}

/** Quotes a text for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
