import { useMemo } from 'preact/hooks';
import type { StreamedEvent, Studio } from '../../../sandbox-api.ts';
import { escapeControls } from '../../../terminal/escape-controls.ts';
import { useApi } from '../use-api.ts';

/** Reads the folders and files, again after each change of them. Their names contain no control characters. */
export function useStudio(): Studio | undefined {
  const isChange = ({ kind }: StreamedEvent) => kind === 'frameio_changed' || kind === 'comment_posted';
  const { answer } = useApi<Studio>('/sandbox/studio', isChange);
  return useMemo(() => answer && withPrintableNames(answer), [answer]);
}

function withPrintableNames(studio: Studio): Studio {
  return {
    ...studio,
    folders: studio.folders.map(withPrintableName),
    files: studio.files.map(withPrintableName),
    versionStacks: studio.versionStacks.map(withPrintableName),
  };
}

function withPrintableName<Resource extends { readonly name: string }>(resource: Resource): Resource {
  return { ...resource, name: escapeControls(resource.name) };
}
