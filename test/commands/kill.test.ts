import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { DeliveryMode } from '../../cdk/delivery-mode.ts';
import { openWorld } from '../../sandbox/frameio/world-journal.ts';
import { signedHeaders } from '../../sandbox/webhook-sender.ts';
import { startScript } from '../support/run-command.ts';

jest.setTimeout(120_000); // each start builds the bundles first

/** `SEED=<number>` kills at the same moments again, as far as processes side by side can be told. */
const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const KILLS = 3;
const EVENTS = 36;
const AT_ONCE = 4;
/** More than any wait of what is left in the end: a lock of a worker that was killed, and places in line. */
const MOST_MINUTES = 240;

/** An event that Frame.io has to tell of, as it is sent. */
interface Event {
  readonly fileId: string;
  readonly body: string;
}

/** Where a sandbox is, by what it prints. */
interface Addresses {
  readonly frameioUrl: string;
  readonly webhookUrl: string;
  readonly secret: string;
}

it.each<DeliveryMode>(['inline', 'queued'])(
  `npm start -- --mode %s, killed again and again, has what it said 2xx to done once in the end (seed ${SEED})`,
  async (mode) => {
    const state = mkdtempSync(join(tmpdir(), 'kill-'));
    const events = await addFiles(state);
    const accepted = new Set<Event>();
    const options = ['--port', '0', '--mode', mode, '--state', state];
    const deaths = fc.sample(fc.integer({ min: AT_ONCE + 2, max: 20 }), { seed: SEED, numRuns: KILLS });

    for (const steps of deaths) {
      const sandbox = startScript('start', options);
      const addresses = addressesIn(await sandbox.printed('are signed with'));
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
    const atLast = startScript('start', options);
    const comments = await finish(addressesIn(await atLast.printed('Ctrl+C')), events, accepted).finally(() =>
      atLast.interrupt(),
    );

    expect(acceptedBefore).toBeGreaterThan(0);
    expect(accepted.size).toBe(EVENTS);
    expect(events.map(({ fileId }) => comments.get(fileId))).toEqual(events.map(() => 1));
  },
);

/** Puts files into a sandbox to come, each with the event that tells it is ready. */
async function addFiles(state: string): Promise<readonly Event[]> {
  const { world, close } = await openWorld(join(state, 'frameio.journal'));
  const { account, project, workspace, uploader } = world;
  const events = Array.from({ length: EVENTS }, (_, index): Event => {
    const { id } = world.addFile({ name: `Take ${index + 1}.mov`, fileSize: 1_234_567 });
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

/** Sends what has not been accepted, a few at a time, until all has been, or it is over. */
async function post(
  events: readonly Event[],
  accepted: Set<Event>,
  { webhookUrl, secret }: Addresses,
  { step, isOver }: { readonly step: () => void; readonly isOver: () => boolean },
): Promise<void> {
  const left = events.filter((event) => !accepted.has(event));
  const sendOneByOne = async () => {
    for (let event = left.shift(); event && !isOver(); event = left.shift()) {
      const headers = signedHeaders(event.body, secret, Math.floor(Date.now() / 1_000));
      const answer = fetch(webhookUrl, { method: 'POST', headers, body: event.body });
      step();
      const { ok } = await answer.catch(() => ({ ok: false })); // killed
      if (ok) accepted.add(event);
      step();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, sendOneByOne));
}

/** Sends what is left, lets time pass until all is done, and then some; tells how many comments are on each file. */
async function finish(
  addresses: Addresses,
  events: readonly Event[],
  accepted: Set<Event>,
): Promise<ReadonlyMap<string, number>> {
  await post(events, accepted, addresses, { step: () => undefined, isOver: () => false });
  let comments = await commentsBy(addresses);
  for (let minute = 0; minute < MOST_MINUTES && events.some(({ fileId }) => !comments.get(fileId)); minute += 1) {
    await pass(60, addresses);
    comments = await commentsBy(addresses);
  }
  await pass(7_200, addresses); // for whoever would do it once more
  return await commentsBy(addresses);
}

/** Lets time pass in the sandbox; resolves when what was due by then is done. */
async function pass(seconds: number, { frameioUrl }: Addresses): Promise<void> {
  const response = await fetch(`${frameioUrl}/sandbox/clock`, { method: 'POST', body: JSON.stringify({ seconds }) });
  expect(response.status).toBe(200);
}

/** How many comments there are on each file. */
async function commentsBy({ frameioUrl }: Addresses): Promise<ReadonlyMap<string, number>> {
  const { files }: { files: { id: string; comments: unknown[] }[] } = Object(
    await (await fetch(`${frameioUrl}/sandbox/files`)).json(),
  );
  return new Map(files.map(({ id, comments }) => [id, comments.length]));
}
