/** One server-sent event. */
export interface ServerEvent {
  readonly id: string;
  readonly kind: string;
  readonly data: string;
}

/** Yields the server-sent events of a response. Ends when the connection ends. */
export async function* readServerEvents(response: Response): AsyncGenerator<ServerEvent> {
  if (!response.body) return;
  let text = '';
  for await (const part of response.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = readBlock(block);
      if (event) yield event;
    }
  }
}

/** @returns `undefined` for a comment. */
function readBlock(block: string): ServerEvent | undefined {
  const fields = new Map(
    block.split('\n').map((line) => {
      const end = line.indexOf(':');
      return [line.slice(0, end), line.slice(end + 1).replace(/^ /, '')] as const;
    }),
  );
  const [id, kind, data] = [fields.get('id'), fields.get('event'), fields.get('data')];
  return id === undefined || kind === undefined || data === undefined ? undefined : { id, kind, data };
}
