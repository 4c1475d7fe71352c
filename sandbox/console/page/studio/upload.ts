import { signal } from '@preact/signals';
import type { SandboxCredentials } from '../../../sandbox-api.ts';
import { callApi } from '../api.ts';

/** A file on its way. */
export interface RunningUpload {
  readonly id: number;
  readonly name: string;
  readonly sentBytes: number;
  readonly totalBytes: number;
  readonly error?: string;
}

/** The files that the page uploads. */
export const uploads = signal<readonly RunningUpload[]>([]);

let lastId = 0;

/** Uploads files through Frame.io's API, as an integration does. */
export async function uploadAll(files: Iterable<File>, folderId: string): Promise<void> {
  for (const file of files) await upload(file, folderId);
}

async function upload(file: File, folderId: string): Promise<void> {
  lastId += 1;
  const id = lastId;
  uploads.value = [...uploads.value, { id, name: file.name, sentBytes: 0, totalBytes: file.size }];
  try {
    const { accountId, token } = await callApi<SandboxCredentials>('GET', '/sandbox/credentials');
    const response = await fetch(`/v4/accounts/${accountId}/folders/${folderId}/files/local_upload`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ data: { name: file.name, file_size: file.size } }),
    });
    const result = await response.json();
    if (!response.ok) throw new Error(result.errors?.[0]?.detail ?? `Frame.io answered ${response.status}.`);
    let sentBytes = 0;
    for (const { url, size } of result.data.upload_urls) {
      const part = file.slice(sentBytes, sentBytes + size);
      const start = sentBytes;
      await put(url, part, result.data.media_type, (sent) => update(id, { sentBytes: start + sent }));
      sentBytes += size;
    }
    uploads.value = uploads.value.filter((other) => other.id !== id);
  } catch (error) {
    update(id, { error: error instanceof Error ? error.message : String(error) });
  }
}

function update(id: number, change: Partial<RunningUpload>): void {
  uploads.value = uploads.value.map((other) => (other.id === id ? { ...other, ...change } : other));
}

/** Sends a part. Unlike `fetch`, the request reports its progress. */
function put(url: string, part: Blob, mediaType: string, onProgress: (sent: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', url);
    request.setRequestHeader('content-type', mediaType);
    request.setRequestHeader('x-amz-acl', 'private');
    request.upload.onprogress = ({ loaded }) => onProgress(loaded);
    request.onload = () => {
      if (request.status < 300) resolve();
      else reject(new Error(`The storage answered ${request.status} to a part.`));
    };
    request.onerror = () => reject(new Error('The connection broke. Drop the file again.'));
    request.send(part);
  });
}
