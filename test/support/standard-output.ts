import { jest } from '@jest/globals';

/** Captures standard output and standard error until `restore` is called. */
export function captureOutput(): { readonly lines: () => readonly string[]; readonly restore: () => void } {
  let text = '';
  const keep = (chunk: unknown) => {
    text += String(chunk);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(keep));
  return {
    lines: () => text.split('\n').filter(Boolean),
    restore: () => {
      for (const spy of spies) spy.mockRestore();
    },
  };
}
