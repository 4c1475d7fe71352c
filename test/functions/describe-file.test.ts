import { expect, it } from '@jest/globals';
import { describeFile } from '../../functions/handlers/file-ready.ts';

it.each([
  ['video/mp4', 48_318_382, 'MP4 video, 48.3 MB'],
  ['video/quicktime', 1_000, 'QuickTime video, 1 KB'],
  ['video/x-matroska', 999, 'MATROSKA video, 999 bytes'],
  ['audio/x-wav', 999_949, 'WAV audio, 999.9 KB'],
  ['image/png', 999_950, 'PNG image, 1 MB'],
  ['application/pdf', 1_500_000_000, 'PDF document, 1.5 GB'],
  ['application/octet-stream', 5_000_000_000_000, 'application/octet-stream, 5 TB'],
  ['', 0, 'a file of unknown type, 0 bytes'],
  [null, 1_000, 'a file of unknown type, 1 KB'],
])('%s of %i bytes is %s', (media_type, file_size, expected) => {
  expect(describeFile({ media_type, file_size })).toBe(expected);
});
