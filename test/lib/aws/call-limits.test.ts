import { afterEach, describe, expect, it } from '@jest/globals';
import { setDeadline } from '../../../lib/core/deadline.ts';
import { type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';
import { ATTRIBUTES, clientFor, command, inTurn, ok, refusal, reset, silence } from './faulty-service.ts';

let server: ScriptedServer;
afterEach(() => server?.close());

describe('AwsClient.send with limits', () => {
  it('sends nothing after an abort', async () => {
    server = await scriptedServer(ok);
    const call = clientFor(server).send(command(), { abortSignal: AbortSignal.abort('aborted by the caller') });
    await expect(call).rejects.toMatchObject({ code: 'aws_unreachable', cause: 'aborted by the caller' });
    expect(server.seen).toEqual([]);
  });

  it('ends the call on an abort during an attempt', async () => {
    const controller = new AbortController();
    server = await scriptedServer(() => controller.abort('aborted by the caller'));
    const call = clientFor(server).send(command(), { abortSignal: controller.signal });
    await expect(call).rejects.toMatchObject({ code: 'aws_unreachable', cause: 'aborted by the caller' });
    expect(server.seen).toHaveLength(1);
  });

  it('ends the call on an abort between attempts', async () => {
    const controller = new AbortController();
    server = await scriptedServer(refusal(503, 'ServiceUnavailable'));
    const wait = async (_: number, signal?: AbortSignal) => {
      controller.abort('aborted by the caller');
      signal?.throwIfAborted();
    };
    const call = clientFor(server, { clock: { ...testClock(), wait } }).send(command(), {
      abortSignal: controller.signal,
    });
    await expect(call).rejects.toMatchObject({ code: 'aws_unreachable', cause: 'aborted by the caller' });
    expect(server.seen).toHaveLength(1);
  });

  it('does not retry when the signal aborts before the next attempt', async () => {
    server = await scriptedServer(refusal(503, 'ServiceUnavailable'));
    const clock = testClock();
    const { signal } = new AbortController();
    setDeadline(signal, clock.now());
    const call = clientFor(server, { clock }).send(command(), { abortSignal: signal });
    await expect(call).rejects.toMatchObject({ awsCode: 'ServiceUnavailable' });
    expect(clock.waits).toEqual([]);
  });

  it('does not retry after the deadline of the call', async () => {
    const clock = testClock();
    server = await scriptedServer((response, ...request) => {
      clock.advance(9_000);
      refusal(503, 'ServiceUnavailable')(response, ...request);
    });
    await expect(clientFor(server, { clock }).send(command())).rejects.toMatchObject({ awsCode: 'ServiceUnavailable' });
    expect(clock.waits).toEqual([]);
  });

  it('accepts fewer attempts and less time than the client’s', async () => {
    server = await scriptedServer(silence);
    const call = clientFor(server).send(command(), { maxAttempts: 1, timeoutMs: 1_000 });
    await expect(call).rejects.toMatchObject({ code: 'aws_unreachable' });
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    { maxAttempts: 1, requests: 2 },
    { maxAttempts: 2, requests: 3 },
  ])('sends at most $maxAttempts requests over a closed kept-alive connection', async ({ maxAttempts, requests }) => {
    server = await scriptedServer(inTurn(ok, reset, ok));
    const client = clientFor(server);
    await client.send(command());
    const call = client.send(command(), { maxAttempts });
    if (maxAttempts === 1) await expect(call).rejects.toMatchObject({ code: 'aws_unreachable' });
    else expect(await call).toMatchObject({ Attributes: ATTRIBUTES });
    expect(server.seen).toHaveLength(requests);
    expect(server.seen[1]?.connection).toBe(1);
  });
});
