import { expect, it } from '@jest/globals';
import { ProgressLine } from '../../cli/progress-line.ts';

function recordingStream(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 };
}

it('replaces its text on a terminal and erases it at the end', () => {
  const stream = recordingStream(true);
  const progress = new ProgressLine(stream);
  progress.show('1 of 2');
  progress.show('2 of 2');
  progress.clear();
  expect(stream.written).toEqual(['\r\u001b[K1 of 2', '\r\u001b[K2 of 2', '\r\u001b[K']);
});

it('cuts a text that is wider than the terminal', () => {
  const stream = { ...recordingStream(true), columns: 10 };
  new ProgressLine(stream).show('123456789');
  new ProgressLine(stream).show('1234567890');
  expect(stream.written).toEqual(['\r\u001b[K123456789', '\r\u001b[K12345678…']);
});

it('cuts nothing for a terminal that reports 0 columns', () => {
  const stream = { ...recordingStream(true), columns: 0 };
  new ProgressLine(stream).show('1 of 2');
  expect(stream.written).toEqual(['\r\u001b[K1 of 2']);
});

it('writes nothing to a stream that is not a terminal', () => {
  const stream = recordingStream(false);
  const progress = new ProgressLine(stream);
  progress.show('1 of 2');
  progress.clear();
  expect(stream.written).toEqual([]);
});
