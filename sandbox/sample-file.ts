import type { NewFile } from './frameio/world.ts';

/** What is uploaded when nobody says what. */
export const SAMPLE_FILE: NewFile = { name: 'Launch film v3.mp4', fileSize: 48_318_382 };
