import type { Studio } from '../../../sandbox-api.ts';
import { useApi } from '../use-api.ts';

/** Reads the folders and files, again after each change of them. */
export function useStudio(): Studio | undefined {
  return useApi<Studio>('/sandbox/studio', ({ kind }) => kind === 'frameio_changed' || kind === 'comment_posted');
}
