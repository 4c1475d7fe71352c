import { setTimeout } from 'node:timers/promises';
import { fromSecretsManager } from '../../lib/secrets/secrets-manager.ts';

// The worker's job in one file: it handles one message after the other and sleeps until a rate limit has passed.

interface Batch {
  readonly Records: readonly { readonly body: string }[];
}

const secret = fromSecretsManager(process.env.API_CREDENTIALS_SECRET_ID ?? '');

async function callFrameio(path: string, init: RequestInit = {}): Promise<Response> {
  const { current: token } = await secret.get(console);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  for (;;) {
    const response = await fetch(`${process.env.FRAMEIO_BASE_URL}/v4${path}`, { ...init, headers });
    if (response.ok) return response;
    await response.arrayBuffer();
    if (response.status !== 429) throw new Error(`Expected a 2xx status from Frame.io, not ${response.status}.`);
    const [limit, windowMs] = ['limit', 'window'].map((name) => Number(response.headers.get(`x-ratelimit-${name}`)));
    await setTimeout((windowMs ?? 0) / (limit ?? 1));
  }
}

export async function handler({ Records }: Batch) {
  for (const record of Records) {
    const { account, resource } = JSON.parse(JSON.parse(record.body).body);
    const path = `/accounts/${account.id}/files/${resource.id}`;
    const { data: file } = JSON.parse(await (await callFrameio(path)).text());
    const text = `${file.name} is ready: ${file.media_type}, ${file.file_size} bytes.`;
    const comment = await callFrameio(`${path}/comments`, { method: 'POST', body: JSON.stringify({ data: { text } }) });
    await comment.arrayBuffer();
  }
  return { batchItemFailures: [] };
}
