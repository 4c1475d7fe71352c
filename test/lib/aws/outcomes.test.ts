import { afterEach, describe, expect, it } from '@jest/globals';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';
import { ATTRIBUTES, clientFor, command, html, inTurn, ok, type Respond, refusal, reset } from './faulty-service.ts';

let server: ScriptedServer;
afterEach(() => server?.close());

describe('isOutcomeUnknown', () => {
  it.each([
    {
      name: 'is false when the service refuses the call',
      respond: refusal(400, 'AccessDeniedException'),
      expected: false,
    },
    { name: 'is true when the service fails', respond: refusal(500, 'InternalServiceError'), expected: true },
    { name: 'is true when the connection fails', respond: reset, expected: true },
    {
      name: 'is true when only an earlier attempt has no response',
      respond: inTurn(reset, refusal(400, 'AccessDeniedException')),
      expected: true,
    },
    { name: 'is true when the response cannot be read', respond: (response) => response.end('<html>'), expected: true },
  ] satisfies { name: string; respond: Respond; expected: boolean }[])('$name', async ({ respond, expected }) => {
    server = await scriptedServer(respond);
    const call = clientFor(server, { clock: testClock() }).send(command());
    await expect(call).rejects.toMatchObject({ isOutcomeUnknown: expected });
  });

  it('is false when the server refuses the connection', async () => {
    server = await scriptedServer(ok);
    await server.close();
    const call = clientFor(server, { clock: testClock() }).send(command());
    await expect(call).rejects.toMatchObject({ isOutcomeUnknown: false });
  });
});

it('limits retries while the service fails, and recovers with it', async () => {
  let isDown = true;
  server = await scriptedServer((response, ...request) => (isDown ? html : ok)(response, ...request));
  const client = clientFor(server, { clock: testClock(), maxAttempts: 2 });
  for (let call = 0; call < 100; call += 1) await client.send(command()).catch(() => undefined);
  expect(server.seen.length).toBeLessThan(150);
  isDown = false;
  expect(await client.send(command())).toMatchObject({ Attributes: ATTRIBUTES });
});

it('corrects a slow clock by the date of the response', async () => {
  const inAnHour = new Date(Date.now() + 3_600_000);
  const tooSkewed: Respond = (response) =>
    json(response, 403, { __type: 'InvalidSignatureException' }, { date: inAnHour.toUTCString() });
  server = await scriptedServer(inTurn(tooSkewed, ok));
  expect(await clientFor(server, { clock: testClock() }).send(command())).toMatchObject({ Attributes: ATTRIBUTES });
  const [before = '', after = ''] = server.seen.map(({ headers }) => String(headers['x-amz-date']));
  expect(Number(after.slice(9, 11))).toBe((Number(before.slice(9, 11)) + 1) % 24);
});
