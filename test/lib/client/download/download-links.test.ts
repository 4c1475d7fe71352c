import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import { downloadFile } from '../../../../lib/client/download/download-file.ts';
import { json, scriptedServer } from '../../../support/scripted-server.ts';
import { collectingStream } from './download-stage.ts';

describe('a link', () => {
  const NO_LINK = 'Frame.io has no link to original of the file f:';

  it.each([
    { name: 'is missing', link: null, reason: NO_LINK },
    { name: 'has no URL', link: { download_url: null }, reason: NO_LINK },
    { name: 'is not encrypted', link: { download_url: 'http://media.example.com/original?Signature=secret' } },
    { name: 'has another protocol', link: { download_url: 'ftp://localhost/original?Signature=secret' } },
    { name: 'has a host that ends like a local one', link: { download_url: 'http://not-localhost/?Signature=secret' } },
    { name: 'only looks local', link: { download_url: 'http://127.0.0.1.example.com/?Signature=secret' } },
    { name: 'has a local user name', link: { download_url: 'http://localhost:80@example.com/?Signature=secret' } },
    { name: 'is not one', link: { download_url: 'Signature=secret' } },
  ])('that $name rejects the download without a request', async ({ link, reason = 'is not a https URL' }) => {
    const server = await scriptedServer((response) =>
      json(response, 200, { data: { id: 'f', file_size: 4, media_links: { original: link } } }),
    );
    const client = new FrameioClient({ token: 'the-token', baseUrl: server.url });
    const error = await downloadFile(client, 'a', 'f', { to: new PassThrough() }).catch((failure: unknown) => failure);
    await server.close();
    expect(error).toMatchObject({
      name: 'MediaLinkError',
      code: 'media_link_unavailable',
      message: expect.stringContaining(reason),
    });
    expect(String(error)).not.toContain('secret');
    expect(server.seen).toHaveLength(1);
  });
});

it('follows an encrypted link', async () => {
  const server = await scriptedServer((response, _, { headers }) => {
    const original = { download_url: `https://${headers.host}/media` }; // a port that speaks HTTP without TLS
    return json(response, 200, { data: { id: 'f', file_size: 4, media_links: { original } } });
  });
  const client = new FrameioClient({ token: 'the-token', baseUrl: server.url });
  const download = client.files.download('a', 'f', { to: new PassThrough() }, { maxRetries: 0 });
  const error = await download.catch((failure: unknown) => failure);
  await server.close();
  expect(error).toMatchObject({ code: 'download_failed', cause: { message: expect.stringContaining('SSL routines') } });
});

describe('a link without encryption to a host other than this machine', () => {
  /** Starts Frame.io at 0.0.0.0, which is another name of this machine, with links to the same host. */
  async function startUnencrypted() {
    const server = await scriptedServer((response, _, { headers, url }) => {
      if (!url.startsWith('/v4/')) return response.writeHead(200, { 'content-length': 4 }).end('0123');
      const original = { download_url: `http://${headers.host}/media` };
      return json(response, 200, { data: { id: 'f', file_size: 4, media_links: { original } } });
    });
    const baseUrl = `http://0.0.0.0:${server.port}`;
    return { server, client: new FrameioClient({ token: 'the-token', baseUrl }) };
  }

  it('is followed if the base URL has the same host and no encryption', async () => {
    const { server, client } = await startUnencrypted();
    const bound = client.withSignal(new AbortController().signal);
    const { stream, bytes } = collectingStream();
    await bound.files.download('a', 'f', { to: stream });
    await downloadFile(bound, 'a', 'f', { to: new PassThrough().resume() });
    await server.close();
    expect(String(await bytes)).toBe('0123');
  });

  it.each([
    { name: 'the base URL is encrypted', baseUrl: new URL('https://0.0.0.0') },
    { name: 'the base URL is unknown', baseUrl: undefined },
  ])('is refused if $name', async ({ baseUrl }) => {
    const { server, client } = await startUnencrypted();
    const download = downloadFile({ files: client.files, baseUrl }, 'a', 'f', { to: new PassThrough() });
    await expect(download).rejects.toMatchObject({ code: 'media_link_unavailable' });
    await server.close();
    expect(server.seen).toHaveLength(1);
  });
});
