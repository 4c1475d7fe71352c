import type { ServerResponse } from 'node:http';
import type { EventStream } from '../history/event-stream.ts';
import type { StreamedEvent } from '../sandbox-api.ts';
import type { ControlRoute } from './control-route.ts';

/** A client that reads nothing is disconnected. It can connect again without missing an event. */
const MAX_UNREAD_BYTES = 4_000_000;

/** Proxies end a connection without traffic. */
const PING_INTERVAL_MS = 15_000;

/**
 * The call that streams events as server-sent events. With the header `Last-Event-ID`, it first sends the events after that
 * one. A browser cannot set the header for its first request: it sends the parameter `last_event_id`. If the sandbox has
 * forgotten some of those events, the call sends the event `reset`: the client must read the lists again.
 */
export function eventsApi(stream: EventStream): readonly ControlRoute[] {
  return [
    {
      method: 'GET',
      path: '/sandbox/events',
      handle: ({ headers, query }) => ({
        stream: (response) =>
          streamTo(response, stream, headers['last-event-id'] ?? query.get('last_event_id') ?? undefined),
      }),
    },
  ];
}

function streamTo(response: ServerResponse, stream: EventStream, lastId: unknown): void {
  const send = (text: string) => {
    response.write(text);
    if (response.writableLength > MAX_UNREAD_BYTES) response.destroy();
  };
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.flushHeaders();
  const missed = typeof lastId === 'string' ? stream.after(lastId) : [];
  if (missed) for (const event of missed) send(format(event));
  else send(`id: ${stream.lastId}\nevent: reset\ndata: {}\n\n`);
  const unsubscribe = stream.subscribe((event) => send(format(event)));
  const timer = setInterval(() => send(': ping\n\n'), PING_INTERVAL_MS).unref();
  response.on('close', () => {
    clearInterval(timer);
    unsubscribe();
  });
}

function format(event: StreamedEvent): string {
  return `id: ${event.id}\nevent: ${event.kind}\ndata: ${JSON.stringify(event)}\n\n`;
}
