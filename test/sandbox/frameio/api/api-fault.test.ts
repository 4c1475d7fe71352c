import { afterEach, expect, it } from '@jest/globals';
import type { ApiFault } from '../../../../sandbox/frameio/api/api-fault.ts';
import { frameioListener } from '../../../../sandbox/frameio/frameio-listener.ts';
import { FrameioState } from '../../../../sandbox/frameio/state/frameio-state.ts';
import { type LocalServer, listen } from '../../../../sandbox/http/listen.ts';

let server: LocalServer;
afterEach(() => server.close());

/** Posts a comment with this fault. Returns the caller's result, and whether the comment exists then and later. */
async function post(fault: ApiFault) {
  const state = new FrameioState();
  const file = state.addFile({ name: 'Take 1.mov', fileSize: 1 });
  let endDelay: () => void = () => undefined;
  const later = new Promise<void>((resolve) => {
    endDelay = resolve;
  });
  server = await listen(frameioListener({ state, now: Date.now, fault: () => fault, wait: () => later }));
  const exists = () => state.commentsOf(file.id).length === 1;
  const call = fetch(`${server.url}/v4/accounts/${state.account.id}/files/${file.id}/comments`, {
    method: 'POST',
    headers: { authorization: `Bearer ${state.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ data: { text: 'Checked.' } }),
  }).then(
    ({ status }) => status,
    () => 'reset',
  );
  if (typeof fault === 'object' && 'delayMs' in fault) endDelay();
  const received = await call;
  const atOnce = exists();
  endDelay();
  await later;
  return { received, atOnce, later: exists() };
}

it.each<{ fault: ApiFault; received: number | 'reset'; atOnce: boolean; later: boolean }>([
  { fault: 503, received: 503, atOnce: false, later: false },
  { fault: 'reset', received: 'reset', atOnce: false, later: false },
  { fault: 'reset_after_processing', received: 'reset', atOnce: true, later: true },
  { fault: { statusAfterProcessing: 500 }, received: 500, atOnce: true, later: true },
  { fault: { delayMs: 5 }, received: 201, atOnce: true, later: true },
  { fault: { processAfterResetMs: 5 }, received: 'reset', atOnce: false, later: true },
])(
  '$fault: the caller receives $received; the comment exists by then: $atOnce, later: $later',
  async ({ fault, ...expected }) => {
    expect(await post(fault)).toEqual(expected);
  },
);
