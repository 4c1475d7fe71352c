// Of `@smithy/core/serde`, what AWS's signer imports. The package's index also loads Web Crypto and fills two tables of 512
// entries, for which a signature has no use.
export { isArrayBuffer } from 'smithy-core/serde/is-array-buffer/is-array-buffer.js';
export { fromHex } from 'smithy-core/serde/util-hex-encoding/hex-encoding.js';
export { fromUtf8 } from 'smithy-core/serde/util-utf8/fromUtf8.js';
export { toUint8Array } from 'smithy-core/serde/util-utf8/toUint8Array.js';
export { writeKey } from 'smithy-core/serde/writeKey.js';
export { hasOwn } from 'smithy-core/transport/hasOwn.js';

/** @param {Uint8Array} bytes */
export const toHex = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
