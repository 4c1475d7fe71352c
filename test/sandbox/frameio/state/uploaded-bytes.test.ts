import { expect, it } from '@jest/globals';
import { MAX_KEPT_BYTES, UploadedBytes } from '../../../../sandbox/frameio/state/uploaded-bytes.ts';

const LARGE = Buffer.alloc(MAX_KEPT_BYTES);
const SMALL = Buffer.from('01');

it('keeps no more parts of a file that it had no room for', () => {
  const uploaded = new UploadedBytes();
  uploaded.keep('large', 1, SMALL);
  uploaded.keep('large', 2, LARGE);
  uploaded.keep('large', 3, SMALL);
  uploaded.keep('other', 1, LARGE); // there is room, because nothing of the large file is left
  expect({ large: uploaded.of('large', 1), other: uploaded.of('other', 1)?.length }).toEqual({
    large: undefined,
    other: MAX_KEPT_BYTES,
  });
});
