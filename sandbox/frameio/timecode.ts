/** Frame rate of every file of the sandbox: the API shows none, and timecode has no meaning without one. */
const FRAMES_PER_SECOND = 24;

/** `HH:MM:SS:FF`; the last pair counts frames. */
export const TIMECODE = {
  name: `HH:MM:SS:FF at ${FRAMES_PER_SECOND} frames a second`,
  pattern: /^\d{2}:[0-5]\d:[0-5]\d:(?:[01]\d|2[0-3])$/,
} as const;

/** Frames before the one a timecode names. */
export function toFrames(timecode: string): number {
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = timecode.split(':').map(Number);
  return ((hours * 60 + minutes) * 60 + seconds) * FRAMES_PER_SECOND + frames;
}

/** The timecode of a frame. */
export function toTimecode(frame: number): string {
  const seconds = Math.floor(frame / FRAMES_PER_SECOND);
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60, frame % FRAMES_PER_SECOND];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}
