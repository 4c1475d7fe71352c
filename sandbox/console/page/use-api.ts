import { useEffect, useState } from 'preact/hooks';
import type { StreamedEvent } from '../../sandbox-api.ts';
import { callApi } from './api.ts';
import { connections, lastEvents } from './live.ts';

/**
 * Reads a path of the sandbox's API. Reads it again after each connection, and after the events that change the answer. If a
 * read fails, the last answer stays.
 *
 * @param isChange - Whether an event changes the answer. It depends on nothing but the event and the path.
 */
export function useApi<Answer>(path: string, isChange: (event: StreamedEvent) => boolean): Answer | undefined {
  const [found, setFound] = useState<{ readonly path: string; readonly answer: Answer }>();
  const connection = connections.value;
  useEffect(() => {
    let isShown = true;
    let isReading = false;
    let isStale = false;
    const read = async () => {
      isStale = isReading;
      if (isReading) return;
      isReading = true;
      const answer = await callApi<Answer>('GET', path).catch(() => undefined);
      isReading = false;
      if (isShown && answer !== undefined) setFound({ path, answer });
      if (isShown && isStale) await read();
    };
    void read();
    const unsubscribe = lastEvents.subscribe((events) => {
      if (events.some(isChange)) void read();
    });
    return () => {
      isShown = false;
      unsubscribe();
    };
  }, [path, connection]);
  return found?.path === path ? found.answer : undefined;
}
