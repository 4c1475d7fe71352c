import { useEffect, useState } from 'preact/hooks';
import type { Studio } from '../../../sandbox-api.ts';
import { callApi } from '../api.ts';
import { lastEvents } from '../live.ts';

/** Kinds of events after which the studio looks different. */
const CHANGES: ReadonlySet<string> = new Set(['frameio_changed', 'comment_posted']);

/** Reads the folders and files, again after each change of them. */
export function useStudio(): Studio | undefined {
  const [studio, setStudio] = useState<Studio>();
  useEffect(() => {
    let isShown = true;
    const read = () =>
      callApi<Studio>('GET', '/sandbox/studio').then(
        (found) => {
          if (isShown) setStudio(found);
        },
        () => undefined,
      );
    void read();
    const unsubscribe = lastEvents.subscribe((events) => {
      if (events.some(({ kind }) => CHANGES.has(kind))) void read();
    });
    return () => {
      isShown = false;
      unsubscribe();
    };
  }, []);
  return studio;
}
