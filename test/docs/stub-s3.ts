import type { Listener } from '../../sandbox/http/listen.ts';
import { readBody } from '../../sandbox/http/read-body.ts';

interface StoredPart {
  readonly bytes: Buffer;
  readonly checksum: string;
}

interface StoredUpload {
  readonly path: string;
  readonly parts: Map<number, StoredPart>;
}

/** A local S3 with the operations of a multipart upload, addressed by path. */
export class StubS3 {
  /** Objects by path, such as `/bucket/key`. */
  readonly objects = new Map<string, Buffer>();
  /** Numbers of the parts that arrived, in order. */
  readonly receivedParts: number[] = [];
  /** Part to refuse, once. */
  refusesPart: number | undefined;
  /** Whether to drop the connection instead of answering the next completed upload. */
  losesCompletion = false;
  readonly #uploads = new Map<string, StoredUpload>();

  readonly listener: Listener = async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://s3');
    const path = decodeURIComponent(pathname);
    const body = (await readBody(request, 1_000_000)) ?? Buffer.alloc(0);
    const uploadId = searchParams.get('uploadId') ?? '';
    const upload = this.#uploads.get(uploadId);
    const xml = (text: string) => response.writeHead(200, { 'content-type': 'application/xml' }).end(text);
    const refuse = (status: number, code: string) =>
      response.writeHead(status).end(`<Error><Code>${code}</Code></Error>`);

    if (request.method === 'HEAD') {
      const object = this.objects.get(path);
      response.writeHead(object ? 200 : 404, object && { 'content-length': object.length }).end();
    } else if (request.method === 'GET' && searchParams.has('uploads')) {
      xml(this.#listUploads(path, searchParams.get('prefix') ?? ''));
    } else if (request.method === 'POST' && searchParams.has('uploads')) {
      const id = `upload-${this.#uploads.size + 1}`;
      this.#uploads.set(id, { path, parts: new Map() });
      xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
    } else if (!upload || upload.path !== path) {
      refuse(404, 'NoSuchUpload');
    } else if (request.method === 'GET') {
      xml(listParts(upload));
    } else if (request.method === 'PUT') {
      const number = Number(searchParams.get('partNumber'));
      if (number === this.refusesPart) {
        this.refusesPart = undefined;
        refuse(403, 'AccessDenied');
      } else {
        this.receivedParts.push(number);
        upload.parts.set(number, { bytes: body, checksum: String(request.headers['x-amz-checksum-crc32']) });
        response.writeHead(200, { etag: `"${number}"` }).end();
      }
    } else {
      if (!isListOf(upload, String(body))) {
        refuse(400, 'InvalidPart');
        return;
      }
      this.objects.set(path, Buffer.concat(sorted(upload).map(([, { bytes }]) => bytes)));
      this.#uploads.delete(uploadId);
      if (this.losesCompletion) response.destroy();
      else xml('<CompleteMultipartUploadResult/>');
      this.losesCompletion = false;
    }
  };

  #listUploads(bucket: string, prefix: string): string {
    const entries = [...this.#uploads].flatMap(([id, { path }]) => {
      const key = path.slice(bucket.replace(/\/$/, '').length + 1);
      return key.startsWith(prefix) ? [`<Upload><Key>${key}</Key><UploadId>${id}</UploadId></Upload>`] : [];
    });
    return `<ListMultipartUploadsResult>${entries.join('')}</ListMultipartUploadsResult>`;
  }
}

function sorted({ parts }: StoredUpload): readonly (readonly [number, StoredPart])[] {
  return [...parts].sort(([one], [other]) => one - other);
}

function listParts(upload: StoredUpload): string {
  const parts = sorted(upload).map(([number, { checksum }]) => {
    return `<Part><PartNumber>${number}</PartNumber><ETag>"${number}"</ETag><ChecksumCRC32>${checksum}</ChecksumCRC32></Part>`;
  });
  return `<ListPartsResult><IsTruncated>false</IsTruncated>${parts.join('')}</ListPartsResult>`;
}

/** Whether a request to complete an upload lists every part with its checksum, in order. */
function isListOf(upload: StoredUpload, body: string): boolean {
  const listed = [...body.matchAll(/<Part>(.*?)<\/Part>/g)].map(([, part = '']) => {
    return [/<PartNumber>(.*?)</.exec(part)?.[1], /<ChecksumCRC32>(.*?)</.exec(part)?.[1]];
  });
  const expected = sorted(upload).map(([number, { checksum }]) => [String(number), checksum]);
  return JSON.stringify(listed) === JSON.stringify(expected);
}
