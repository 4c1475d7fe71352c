import { useEffect, useState } from 'preact/hooks';
import type { StreamedEvent } from '../../sandbox-api.ts';
import { callApi } from './api.ts';
import { connections, lastEvents } from './live.ts';

/** What a page knows about a path of the sandbox's API: nothing until the first answer or error. */
export interface ApiRead<Answer> {
  readonly answer?: Answer;
  /** Message of the last read, if it failed. */
  readonly error?: string;
}

/**
 * Reads a path of the sandbox's API. Reads it again after each connection, and after the events that change the answer. If a
 * read fails, the last answer stays.
 *
 * @param isChange - Whether an event changes the answer. It depends on nothing but the event and the path.
 */
export function useApi<Answer>(path: string, isChange: (event: StreamedEvent) => boolean): ApiRead<Answer> {
  const [found, setFound] = useState<ApiRead<Answer> & { readonly path: string }>();
  const connection = connections.value;
  useEffect(() => {
    let isShown = true;
    let isReading = false;
    let isStale = false;
    const read = async () => {
      isStale = isReading;
      if (isReading) return;
      isReading = true;
      const result = await callApi<Answer>('GET', path).then(
        (answer) => ({ answer }),
        (failure: Error) => ({ error: failure.message }),
      );
      isReading = false;
      if (isShown) setFound((last) => ({ ...(last?.path === path && { answer: last.answer }), ...result, path }));
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
  return found?.path === path ? found : {};
}
