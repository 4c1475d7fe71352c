import type { StreamedEvent, Studio } from '../../../sandbox-api.ts';
import { useApi } from '../use-api.ts';

/** Reads the folders and files, again after each change of them. */
export function useStudio(): Studio | undefined {
  const isChange = ({ kind }: StreamedEvent) => kind === 'frameio_changed' || kind === 'comment_posted';
  return useApi<Studio>('/sandbox/studio', isChange).answer;
}
