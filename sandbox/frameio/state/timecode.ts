/** Frame rate of every file in the sandbox. Timecode needs one, and the API shows none. */
const FRAMES_PER_SECOND = 24;

/** Format `HH:MM:SS:FF`, where `FF` is the frame within the second. */
export const TIMECODE = {
  name: `HH:MM:SS:FF at ${FRAMES_PER_SECOND} frames a second`,
  pattern: /^\d{2}:[0-5]\d:[0-5]\d:(?:[01]\d|2[0-3])$/,
} as const;

/** Converts timecode to a frame number, counted from 0. */
export function toFrames(timecode: string): number {
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = timecode.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * FRAMES_PER_SECOND + frames;
}

/** Converts a frame number to timecode. */
export function toTimecode(frame: number): string {
  const seconds = Math.floor(frame / FRAMES_PER_SECOND);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60, frame % FRAMES_PER_SECOND];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
