import { expect, it } from '@jest/globals';
import { readServerEvents } from '../../../cli/sandbox/read-server-events.ts';

it('reads events whose data has line separators of Unicode, colons and a leading space', async () => {
  const data = JSON.stringify({ name: ' a:\u2028b\u2029.mov' });
  const response = new Response(`: ping\n\nid: 1\nevent: renamed\ndata: ${data}\n\n`);
  const events = [];
  for await (const event of readServerEvents(response)) events.push(event);
  expect(events).toEqual([{ id: '1', kind: 'renamed', data }]);
});
