import { request } from 'node:http';

/** Sends a request with headers that `fetch` does not allow, such as `Host`. Resolves with the response's status. */
export function sendAs(
  url: string,
  headers: Readonly<Record<string, string>>,
  { method = 'POST', body = '{}' }: { readonly method?: string; readonly body?: string } = {},
): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode));
    });
    sent.on('error', reject).end(method === 'GET' ? undefined : body);
  });
}
