import { afterEach, expect, it } from '@jest/globals';
import type { ApiFault } from '../../../sandbox/frameio/api-fault.ts';
import { frameioListener } from '../../../sandbox/frameio/frameio-listener.ts';
import { World } from '../../../sandbox/frameio/world.ts';
import { type LocalServer, listen } from '../../../sandbox/listen.ts';

let server: LocalServer;
afterEach(() => server.close());

/** Posts a comment to a Frame.io with this fault: what the caller hears, and whether the comment is there then and later. */
async function post(fault: ApiFault) {
  const world = new World();
  const file = world.addFile({ name: 'Take 1.mov', fileSize: 1 });
  let pass: () => void = () => undefined;
  const later = new Promise<void>((resolve) => {
    pass = resolve;
  });
  server = await listen(frameioListener({ world, now: Date.now, fault: () => fault, wait: () => later }));
  const isThere = () => world.commentsOf(file.id).length === 1;
  const call = fetch(`${server.url}/v4/accounts/${world.account.id}/files/${file.id}/comments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${world.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ data: { text: 'Checked.' } }),
  }).then(
    ({ status }) => status,
    () => 'cut',
  );
  if (typeof fault === 'object' && 'delayMs' in fault) pass();
  const heard = await call;
  const atOnce = isThere();
  pass();
  await later;
  return { heard, atOnce, later: isThere() };
}

it.each<{ fault: ApiFault; heard: number | 'cut'; atOnce: boolean; later: boolean }>([
  { fault: 503, heard: 503, atOnce: false, later: false },
  { fault: 'reset', heard: 'cut', atOnce: false, later: false },
  { fault: 'reset_when_done', heard: 'cut', atOnce: true, later: true },
  { fault: { statusWhenDone: 500 }, heard: 500, atOnce: true, later: true },
  { fault: { delayMs: 5 }, heard: 201, atOnce: true, later: true },
  { fault: { resetThenDoneMs: 5 }, heard: 'cut', atOnce: false, later: true },
])('with $fault the caller hears $heard; done by then: $atOnce, later: $later', async ({ fault, ...expected }) => {
  expect(await post(fault)).toEqual(expected);
});
