import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { openFrameioState } from '../../sandbox/frameio/state/frameio-journal.ts';
import { signedHeaders } from '../../sandbox/frameio/webhooks/signed-headers.ts';
import { acquireStateFolder } from '../../sandbox/persistence/state-folder.ts';
import { startScript } from '../support/run-command.ts';

/** `SEED=<number>` repeats a run: it kills after the same numbers of steps. Concurrent processes may still vary. */
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const KILLS = 3;
const EVENTS = 36;
const CONCURRENCY = 4;
/** More than any wait of the unfinished messages: the lock of a killed worker, and reserved rate-limit slots. */
const MAX_MINUTES = 240;

/** An event of Frame.io, with its request body. */
interface Event {
  readonly fileId: string;
  readonly body: string;
}

/** The addresses and the secret that a sandbox prints. */
interface Addresses {
  readonly frameioUrl: string;
  readonly webhookUrl: string;
  readonly secret: string;
}

it.each<DeliveryMode>(['inline', 'queued'])(
  `npm start -- --mode %s, killed repeatedly, completes every accepted event once (seed ${SEED})`,
  async (mode) => {
    const stateFolder = mkdtempSync(join(tmpdir(), 'kill-'));
    const events = await addFiles(stateFolder);
    const accepted = new Set<Event>();
    const options = ['--port', '0', '--mode', mode, '--state', stateFolder];
    const stepsBeforeKill = fc.sample(fc.integer({ min: CONCURRENCY + 2, max: 20 }), { seed: SEED, numRuns: KILLS });

    for (const steps of stepsBeforeKill) {
      const sandbox = startScript('start', options);
      const addresses = addressesIn(await sandbox.printed('signs the deliveries'));
      let killed: Promise<unknown> | undefined;
      let stepsLeft = steps;
      const step = () => {
        stepsLeft -= 1;
        if (stepsLeft === 0) killed = sandbox.kill();
      };
      await post(events, accepted, addresses, { step, isOver: () => killed !== undefined });
      await killed;
    }
    const acceptedBefore = accepted.size;
    const last = startScript('start', options);
    const comments = await finish(addressesIn(await last.printed('Ctrl+C')), events, accepted).finally(() =>
      last.interrupt(),
    );

    expect(acceptedBefore).toBeGreaterThan(0);
    expect(accepted.size).toBe(EVENTS);
    expect(events.map(({ fileId }) => comments.get(fileId))).toEqual(events.map(() => 1));
  },
);

/** Stores files for the sandbox. Returns the `file.ready` event of each. */
async function addFiles(stateFolder: string): Promise<readonly Event[]> {
  await (await acquireStateFolder(stateFolder, { fresh: false })).release();
  const { state, close } = await openFrameioState(join(stateFolder, 'frameio.journal'));
  const { account, project, workspace, uploader } = state;
  const events = Array.from({ length: EVENTS }, (_, index): Event => {
    const { id } = state.addFile({ name: `Take ${index + 1}.mov`, fileSize: 1_234_567 });
    const body = JSON.stringify({
      account: { id: account.id },
      project: { id: project.id },
      resource: { id, type: 'file' },
      type: 'file.ready',
      user: { id: uploader.id },
      workspace: { id: workspace.id },
    });
    return { fileId: id, body };
  });
  await close();
  return events;
}

function addressesIn(printed: string): Addresses {
  const word = (topic: string) => printed.match(new RegExp(`^ +${topic} +(\\S+)`, 'm'))?.[1] ?? '';
  return { frameioUrl: word('Frame\\.io'), webhookUrl: word('endpoint'), secret: word('secret') };
}

/** Sends the events that have not been accepted, a few at a time, until none remains or `isOver`. */
async function post(
  events: readonly Event[],
  accepted: Set<Event>,
  { webhookUrl, secret }: Addresses,
  { step, isOver }: { readonly step: () => void; readonly isOver: () => boolean },
): Promise<void> {
  const remaining = events.filter((event) => !accepted.has(event));
  const sendOneByOne = async () => {
    for (let event = remaining.shift(); event && !isOver(); event = remaining.shift()) {
      const headers = signedHeaders(event.body, secret, Math.floor(Date.now() / 1_000));
      const response = fetch(webhookUrl, { method: 'POST', headers, body: event.body });
      step();
      const { ok } = await response.catch(() => ({ ok: false })); // killed
      if (ok) accepted.add(event);
      step();
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, sendOneByOne));
}

/**
 * Sends the remaining events and advances the clock until every file has a comment, then two hours more. Returns the number
 * of comments on each file.
 */
async function finish(
  addresses: Addresses,
  events: readonly Event[],
  accepted: Set<Event>,
): Promise<ReadonlyMap<string, number>> {
  await post(events, accepted, addresses, { step: () => undefined, isOver: () => false });
  let comments = await commentsBy(addresses);
  for (let minute = 0; minute < MAX_MINUTES && events.some(({ fileId }) => !comments.get(fileId)); minute += 1) {
    await advanceClock(60, addresses);
    comments = await commentsBy(addresses);
  }
  await advanceClock(7_200, addresses); // gives a duplicate time to appear
  return await commentsBy(addresses);
}

/** Advances the sandbox's clock. Resolves when everything that became due is processed. */
async function advanceClock(seconds: number, { frameioUrl }: Addresses): Promise<void> {
  const response = await fetch(`${frameioUrl}/sandbox/clock/advance`, {
    method: 'POST',
    body: JSON.stringify({ seconds }),
  });
  expect(response.status).toBe(200);
}

/** Returns the number of comments on each file. */
async function commentsBy({ frameioUrl }: Addresses): Promise<ReadonlyMap<string, number>> {
  const { files }: { files: { id: string; comments: unknown[] }[] } = Object(
    await (await fetch(`${frameioUrl}/sandbox/files`)).json(),
  );
  return new Map(files.map(({ id, comments }) => [id, comments.length]));
}
