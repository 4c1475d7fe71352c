import { createServer, type Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { FrameioClient } from '../../../../lib/client/client.ts';
import { json, scriptedServer } from '../../../support/scripted-server.ts';
import { testClock } from '../../../support/test-clock.ts';
import { DELETE, inTurn, last, ok, POST, type Responder, reset, testFaults, USER } from './faults.ts';

const halfBody: Responder = (response) => {
  response.writeHead(201, { 'content-length': '100' });
  response.write('{"data":', () => response.destroy());
};
const noResponse: Responder = () => undefined;
const lateResponse: Responder = (response) => setTimeout(() => json(response, 200, USER), 30);

describe('a call whose connection is reset after the request was sent', () => {
  testFaults([
    {
      name: 'is retried if it is a GET',
      api: inTurn(reset, ok),
      result: USER,
      requests: 2,
      waits: [[0, 500]],
    },
    {
      name: 'is not retried if it is a POST, and its outcome is unknown',
      api: reset,
      call: POST,
      error: { code: 'api_connection_failed', isOutcomeUnknown: true },
      requests: 1,
    },
    {
      name: 'rejects with the error of refused retries if it is a DELETE, and its outcome is unknown',
      api: last(reset),
      call: DELETE,
      error: {
        code: 'api_connection_failed',
        isOutcomeUnknown: true,
        message: expect.stringContaining('ECONNREFUSED'),
      },
      requests: 1,
      waits: [
        [0, 500],
        [0, 1_000],
      ],
    },
    {
      name: 'is retried in the middle of the response if it is a GET',
      api: inTurn(halfBody, ok),
      result: USER,
      requests: 2,
      waits: [[0, 500]],
    },
    {
      name: 'is not retried in the middle of the response if it is a POST, and its outcome is unknown',
      api: halfBody,
      call: POST,
      error: {
        code: 'api_connection_failed',
        isOutcomeUnknown: true,
        message: expect.stringContaining('in the middle of the response'),
      },
      requests: 1,
    },
  ]);
});

describe('a call without a response', () => {
  testFaults([
    {
      name: 'rejects at its timeout and is not retried, even if it is a GET',
      api: noResponse,
      options: { timeoutMs: 30 },
      error: { code: 'api_timeout', isOutcomeUnknown: true },
      requests: 1,
    },
    ...[Number.POSITIVE_INFINITY, 2 ** 31].map((timeoutMs) => ({
      name: `waits for a late token and a late response with a timeout of ${timeoutMs} ms`,
      api: lateResponse,
      options: { timeoutMs, token: () => new Promise<string>((resolve) => setTimeout(resolve, 30, 't')) },
      result: USER,
      requests: 1,
    })),
  ]);
});

describe('a POST that was not sent', () => {
  it('is retried after a refused connection', async () => {
    const server = await scriptedServer(ok);
    await server.close();
    const clock = testClock();
    const client = new FrameioClient({ token: 't', baseUrl: server.url, clock });
    await expect(async () => await POST(client)).rejects.toMatchObject({
      code: 'api_connection_failed',
      isOutcomeUnknown: false,
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(clock.waits).toHaveLength(2);
  });

  it('is retried after a connection reset during the TLS handshake', async () => {
    let connections = 0;
    const tcp = createServer((socket: Socket) => {
      connections += 1;
      socket.resetAndDestroy();
    });
    await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
    const address = tcp.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const client = new FrameioClient({ token: 't', baseUrl: `https://127.0.0.1:${port}`, clock: testClock() });
    await expect(async () => await POST(client)).rejects.toMatchObject({
      code: 'api_connection_failed',
      isOutcomeUnknown: false,
    });
    expect(connections).toBe(3);
    await new Promise((resolve) => tcp.close(resolve));
  });
});
