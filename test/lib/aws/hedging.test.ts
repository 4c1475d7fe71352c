import { afterEach, describe, expect, it } from '@jest/globals';
import type { Clock } from '../../../lib/core/clock.ts';
import { type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { ATTRIBUTES, clientFor, command, inTurn, ok, type Respond, refusal, reset, silence } from './faulty-service.ts';

let server: ScriptedServer;
afterEach(() => server?.close());

/** A clock whose waits end when the test says so: at once, or never. */
function clockThatWaits(ends: boolean): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  return {
    waits,
    now: () => 1_795_000_000_000,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        waits.push(ms);
        if (ends) resolve();
        signal?.addEventListener('abort', () => reject(signal.reason));
      }),
  };
}

async function hedged(respond: Respond, clock: Clock) {
  server = await scriptedServer(respond);
  return clientFor(server, { isHedged: true, maxAttempts: 2, timeoutMs: 1_000, clock });
}

describe('a hedged call', () => {
  it('sends no second attempt if the first one has a response within its share of the time', async () => {
    const clock = clockThatWaits(false);
    const client = await hedged(ok, clock);
    expect(await client.send(command())).toMatchObject({ Attributes: ATTRIBUTES });
    expect(server.seen).toHaveLength(1);
    expect(clock.waits).toEqual([500]);
  });

  it('sends a second attempt beside a slow one, and returns the first success', async () => {
    const client = await hedged(inTurn(silence, ok), clockThatWaits(true));
    expect(await client.send(command())).toMatchObject({ Attributes: ATTRIBUTES });
    expect(server.seen).toHaveLength(2);
  });

  it.each([
    { name: 'refused', second: refusal(400, 'ThrottlingException') },
    { name: 'lost', second: reset },
  ])('waits for the slow attempt if the second one is $name', async ({ second }) => {
    const client = await hedged((response, number, request) => {
      if (number === 1) setTimeout(() => ok(response, number, request), 100);
      else second(response, number, request);
    }, clockThatWaits(true));
    expect(await client.send(command())).toMatchObject({ Attributes: ATTRIBUTES });
    expect(server.seen).toHaveLength(2);
  });

  it('fails with the first error if both attempts fail', async () => {
    const client = await hedged(inTurn(refusal(400, 'AccessDeniedException')), clockThatWaits(true));
    await expect(client.send(command())).rejects.toMatchObject({ awsCode: 'AccessDeniedException' });
  });

  it('fails if neither attempt gets a response', async () => {
    const client = await hedged(inTurn(reset), clockThatWaits(true));
    await expect(client.send(command())).rejects.toMatchObject({ code: 'aws_unreachable', isOutcomeUnknown: true });
  });

  it('ends the slow attempt when the second one has a response', async () => {
    let isClosed: Promise<unknown> = Promise.reject(new Error('There was no first attempt.'));
    isClosed.catch(() => undefined);
    const client = await hedged((response, number, request) => {
      if (number === 1) isClosed = new Promise((resolve) => response.on('close', resolve));
      else ok(response, number, request);
    }, clockThatWaits(true));
    await client.send(command());
    await isClosed;
  });

  it('ends both attempts when the caller aborts', async () => {
    const controller = new AbortController();
    const client = await hedged((_, number) => {
      if (number === 2) controller.abort('aborted by the caller');
    }, clockThatWaits(true));
    const call = client.send(command(), { abortSignal: controller.signal });
    await expect(call).rejects.toMatchObject({ code: 'aws_unreachable', cause: 'aborted by the caller' });
    expect(server.seen).toHaveLength(2);
  });

  it('is not hedged if it may be sent only once', async () => {
    const clock = clockThatWaits(true);
    const client = await hedged(ok, clock);
    await client.send(command(), { maxAttempts: 1 });
    expect(clock.waits).toEqual([]);
    expect(server.seen).toHaveLength(1);
  });
});
