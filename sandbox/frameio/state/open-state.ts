import { join } from 'node:path';
import type { FrameioStateOptions } from './frameio-database.ts';
import { openFrameioState, type PersistedFrameioState } from './frameio-journal.ts';
import { FrameioState } from './frameio-state.ts';

/** Opens the stored state, or creates one in memory. */
export async function openState(
  stateFolder: string | undefined,
  options: Omit<FrameioStateOptions, 'changes' | 'onChange'>,
): Promise<PersistedFrameioState> {
  if (stateFolder === undefined) return { state: new FrameioState(options), close: async () => undefined };
  return await openFrameioState(join(stateFolder, 'frameio.journal'), options);
}
