import { API_TOKEN } from '../secrets.ts';
import { commentHandler } from './comment-handler.ts';

// An `import` of node:http would load undici, which the whole client avoids as well.
const [http, https] = [process.getBuiltinModule('node:http'), process.getBuiltinModule('node:https')];

const baseUrl = new URL(process.env.FRAMEIO_BASE_URL ?? 'https://api.frame.io');
const { request, Agent } = baseUrl.protocol === 'https:' ? https : http;
const agent = new Agent({ keepAlive: true });

/** A client of four operations on kept-alive connections. It has no retries, no timeouts and no error classes. */
const client = {
  users: { show: () => call('GET', '/me') },
  files: { show: (accountId: string, fileId: string) => call('GET', pathOf(accountId, fileId)) },
  comments: {
    index: (accountId: string, fileId: string) => call('GET', `${pathOf(accountId, fileId)}/comments`),
    create: (accountId: string, fileId: string, body: object) =>
      call('POST', `${pathOf(accountId, fileId)}/comments`, body),
  },
};

export const handler = commentHandler(client);

function pathOf(accountId: string, fileId: string): string {
  return `/accounts/${accountId}/files/${fileId}`;
}

function call(method: string, path: string, body?: object): Promise<{ readonly data: { readonly id: string } }> {
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${API_TOKEN}`, 'content-type': 'application/json' };
    const outgoing = request(new URL(`/v4${path}`, baseUrl), { method, agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode < 300) resolve(JSON.parse(Buffer.concat(chunks).toString('utf8')));
        else reject(new Error(`Expected a 2xx status from Frame.io, not ${statusCode}.`));
      });
    });
    outgoing.on('error', reject);
    outgoing.end(body && JSON.stringify(body));
  });
}
