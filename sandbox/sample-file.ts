import type { NewFile } from './frameio/state/files.ts';

/** The file that the sandbox uploads by default. */
export const SAMPLE_FILE: NewFile = { name: 'Launch film v3.mp4', fileSize: 48_318_382 };
