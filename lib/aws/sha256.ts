import { createHash, createHmac } from 'node:crypto';

/** SHA-256, or with a secret HMAC-SHA-256, of `node:crypto`, in the form AWS's signer asks for. */
export class Sha256 {
  readonly #hash: ReturnType<typeof createHash> | ReturnType<typeof createHmac>;

  constructor(secret?: Bytes) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', viewOf(secret));
  }

  update(chunk: Bytes): void {
    this.#hash.update(viewOf(chunk));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
}

type Bytes = string | ArrayBuffer | ArrayBufferView;

function viewOf(bytes: Bytes): string | Uint8Array {
  if (typeof bytes === 'string') return bytes;
  if (!ArrayBuffer.isView(bytes)) return new Uint8Array(bytes);
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
