import { inspect } from 'node:util';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { AwsClientOptions } from '../../../lib/aws/aws-client.ts';
import { createSqsClient } from '../../../lib/aws/sqs-client.ts';
import { setDeadline } from '../../../lib/core/deadline.ts';
import { json, type ScriptedServer, scriptedServer } from '../../support/scripted-server.ts';
import { testClock } from '../../support/test-clock.ts';

type Answer = Parameters<typeof scriptedServer>[0];

/** A fault of the service, and what comes of it. */
interface Fault {
  readonly fault: string;
  readonly outcome: string;
  readonly answer: Answer;
  readonly options?: AwsClientOptions;
  /** What the call fails with; without it, it gets its answer. */
  readonly error?: object;
  readonly requests: number;
  /** The most each wait between them may last, in ms. */
  readonly waits?: readonly number[];
}

/** A text no error may hold. */
const CANARY = 'canary-of-the-body';
const CREDENTIALS = { accessKeyId: 'id', secretAccessKey: 'canary-key', sessionToken: 'canary-token' };

const ATTRIBUTES = { QueueArn: 'arn' };
const ask = () => new GetQueueAttributesCommand({ QueueUrl: CANARY, AttributeNames: ['QueueArn'] });

/** Answers with each in turn, with the last for ever. */
function inTurn(...answers: readonly Answer[]): Answer {
  return (response, number, request) => answers[Math.min(number, answers.length) - 1]?.(response, number, request);
}
const ok: Answer = (response) => json(response, 200, { Attributes: ATTRIBUTES });
const refusal =
  (status: number, __type: string): Answer =>
  (response) =>
    json(response, status, { __type, message: CANARY, Item: { text: CANARY } });
const reset: Answer = (response) => response.socket?.resetAndDestroy();
const silence: Answer = () => undefined;
const html: Answer = (response) =>
  response.writeHead(503, { 'content-type': 'text/html' }).end(`<html>${CANARY}</html>`);
const halfABody: Answer = (response) => {
  response.writeHead(200, { 'content-length': '100' });
  response.write(`{"said":"${CANARY}`, () => response.destroy());
};

const FAULTS: readonly Fault[] = [
  {
    fault: '500',
    outcome: 'is sent again with growing waits, then fails by its name',
    answer: refusal(500, 'InternalServiceError'),
    error: {
      code: 'aws_service_error',
      service: 'sqs',
      operation: 'GetQueueAttributes',
      awsCode: 'InternalServiceError',
      status: 500,
      message: 'AWS sqs answered GetQueueAttributes with InternalServiceError (status 500).',
    },
    requests: 3,
    waits: [500, 1_000],
  },
  {
    fault: '503',
    outcome: 'is sent again',
    answer: inTurn(refusal(503, 'ServiceUnavailable'), ok),
    requests: 2,
    waits: [500],
  },
  {
    fault: 'a page of HTML with status 503',
    outcome: 'is sent again, then fails without a name',
    answer: html,
    error: { code: 'aws_service_error', awsCode: undefined, status: 503 },
    requests: 3,
    waits: [500, 1_000],
  },
  ...[
    'ThrottlingException',
    'ProvisionedThroughputExceededException',
    'RequestLimitExceeded',
    'TooManyRequestsException',
    'RequestThrottled',
  ].map((name) => ({
    fault: `a throttle named ${name}`,
    outcome: 'is waited out and sent again',
    answer: inTurn(refusal(400, `com.amazonaws.some.version#${name}`), ok),
    requests: 2,
    waits: [500],
  })),
  {
    fault: 'a call that may not be made',
    outcome: 'fails at once, by its name',
    answer: refusal(400, 'AccessDeniedException'),
    error: { code: 'aws_service_error', awsCode: 'AccessDeniedException', status: 400 },
    requests: 1,
  },
  {
    fault: 'a name with a namespace',
    outcome: 'is told without it',
    answer: refusal(400, 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException'),
    error: { awsCode: 'ConditionalCheckFailedException' },
    requests: 1,
  },
  {
    fault: 'a name in the header only',
    outcome: 'is told without the address after it',
    answer: (response) =>
      json(response, 400, {}, { 'x-amzn-errortype': 'QueueDoesNotExist:http://internal.amazon.com/coral/' }),
    error: { awsCode: 'QueueDoesNotExist' },
    requests: 1,
  },
  {
    fault: 'a name that is none',
    outcome: 'is not told: who knows what it holds',
    answer: refusal(400, `<${CANARY}>`),
    error: { awsCode: undefined, status: 400 },
    requests: 1,
  },
  {
    fault: 'a redirect',
    outcome: 'is not followed',
    answer: (response) => response.writeHead(302, { location: 'http://127.0.0.1:9/' }).end(),
    error: { code: 'aws_service_error', status: 302 },
    requests: 1,
  },
  {
    fault: 'a success that is no JSON',
    outcome: 'is an error that says so',
    answer: (response) => response.writeHead(200).end(`<html>${CANARY}`),
    error: { code: 'aws_unreachable', message: expect.stringContaining('status 200 with a body that is not JSON') },
    requests: 1,
  },
  {
    fault: 'a success without a body',
    outcome: 'is one',
    answer: (response) => response.writeHead(200).end(),
    requests: 1,
  },
  {
    fault: 'a connection that is reset',
    outcome: 'is made anew',
    answer: inTurn(reset, ok),
    requests: 2,
    waits: [500],
  },
  {
    fault: 'a connection that is reset each time',
    outcome: 'fails after three attempts',
    answer: reset,
    error: {
      code: 'aws_unreachable',
      service: 'sqs',
      operation: 'GetQueueAttributes',
      message: expect.stringContaining('ECONNRESET'),
    },
    requests: 3,
    waits: [500, 1_000],
  },
  { fault: 'half a body', outcome: 'is asked for again', answer: inTurn(halfABody, ok), requests: 2, waits: [500] },
  {
    fault: 'no answer to the only attempt',
    outcome: 'ends when the time of the call is up',
    answer: silence,
    options: { timeoutMs: 30, maxAttempts: 1 },
    error: { code: 'aws_unreachable', message: expect.stringContaining('the call timed out') },
    requests: 1,
  },
  {
    fault: 'no answer to the first of three attempts',
    outcome: 'leaves the others their share of the time',
    answer: inTurn(silence, ok),
    options: { timeoutMs: 1_500 },
    requests: 2,
    waits: [500],
  },
];

let server: ScriptedServer;
afterEach(() => server?.close());

function clientOf({ url }: ScriptedServer, options: AwsClientOptions = {}) {
  return createSqsClient({ region: 'us-east-1', endpoint: url, credentials: CREDENTIALS, ...options });
}

describe('what comes of a fault', () => {
  it.each(FAULTS)('$fault $outcome', async ({ answer, options, error, requests, waits = [] }) => {
    server = await scriptedServer(answer);
    const clock = testClock();
    const result = await clientOf(server, { clock, ...options })
      .send(ask())
      .catch((e: unknown) => e);
    if (error) expect(result).toMatchObject(error);
    else expect(result).not.toBeInstanceOf(Error);
    expect(inspect(result, { depth: null })).not.toContain('canary');
    expect(server.seen).toHaveLength(requests);
    expect(clock.waits).toHaveLength(waits.length);
    waits.forEach((most, index) => {
      expect(clock.waits[index]).toBeLessThan(most);
    });
  });

  it('a refused connection is tried three times', async () => {
    server = await scriptedServer(ok);
    await server.close();
    const clock = testClock();
    await expect(clientOf(server, { clock }).send(ask())).rejects.toMatchObject({
      code: 'aws_unreachable',
      message: expect.stringContaining('ECONNREFUSED'),
    });
    expect(clock.waits).toHaveLength(2);
  });
});

describe('an error says whether the call may have taken effect', () => {
  it.each([
    { name: 'not when the service refused', answer: refusal(400, 'AccessDeniedException'), expected: false },
    { name: 'perhaps when the service failed', answer: refusal(500, 'InternalServiceError'), expected: true },
    { name: 'perhaps when the connection broke', answer: reset, expected: true },
    {
      name: 'perhaps when only an earlier attempt got no answer',
      answer: inTurn(reset, refusal(400, 'AccessDeniedException')),
      expected: true,
    },
    { name: 'perhaps when the answer cannot be read', answer: (response) => response.end('<html>'), expected: true },
  ] satisfies { name: string; answer: Answer; expected: boolean }[])('$name', async ({ answer, expected }) => {
    server = await scriptedServer(answer);
    const call = clientOf(server, { clock: testClock() }).send(ask());
    await expect(call).rejects.toMatchObject({ isOutcomeUnknown: expected });
  });

  it('not when nobody listens', async () => {
    server = await scriptedServer(ok);
    await server.close();
    const call = clientOf(server, { clock: testClock() }).send(ask());
    await expect(call).rejects.toMatchObject({ isOutcomeUnknown: false });
  });
});

it('a client retries ever less while the service fails, and again when it has recovered', async () => {
  let isDown = true;
  server = await scriptedServer((response, ...request) => (isDown ? html : ok)(response, ...request));
  const client = clientOf(server, { clock: testClock(), maxAttempts: 2 });
  for (let call = 0; call < 100; call += 1) await client.send(ask()).catch(() => undefined);
  expect(server.seen.length).toBeLessThan(150);
  isDown = false;
  expect(await client.send(ask())).toMatchObject({ Attributes: ATTRIBUTES });
});

it('a clock that is an hour slow is corrected by the time in the answer', async () => {
  const inAnHour = new Date(Date.now() + 3_600_000);
  const tooSkewed: Answer = (response) =>
    json(response, 403, { __type: 'InvalidSignatureException' }, { date: inAnHour.toUTCString() });
  server = await scriptedServer(inTurn(tooSkewed, ok));
  expect(await clientOf(server, { clock: testClock() }).send(ask())).toMatchObject({ Attributes: ATTRIBUTES });
  const [before = '', after = ''] = server.seen.map(({ headers }) => String(headers['x-amz-date']));
  expect(Number(after.slice(9, 11))).toBe((Number(before.slice(9, 11)) + 1) % 24);
});

describe('a caller', () => {
  it('who has aborted sends nothing', async () => {
    server = await scriptedServer(ok);
    const call = clientOf(server).send(ask(), { abortSignal: AbortSignal.abort('enough') });
    await expect(call).rejects.toMatchObject({ code: 'aws_unreachable', cause: 'enough' });
    expect(server.seen).toEqual([]);
  });

  it('who aborts while the answer is awaited ends the call', async () => {
    const controller = new AbortController();
    server = await scriptedServer(() => controller.abort('enough'));
    const call = clientOf(server).send(ask(), { abortSignal: controller.signal });
    await expect(call).rejects.toMatchObject({ code: 'aws_unreachable', cause: 'enough' });
    expect(server.seen).toHaveLength(1);
  });

  it('who aborts while another attempt is awaited ends the call', async () => {
    const controller = new AbortController();
    server = await scriptedServer(refusal(503, 'ServiceUnavailable'));
    const wait = async (_: number, signal?: AbortSignal) => {
      controller.abort('enough');
      signal?.throwIfAborted();
    };
    const call = clientOf(server, { clock: { ...testClock(), wait } }).send(ask(), {
      abortSignal: controller.signal,
    });
    await expect(call).rejects.toMatchObject({ code: 'aws_unreachable', cause: 'enough' });
    expect(server.seen).toHaveLength(1);
  });

  it('whose signal is known to abort soon is not kept waiting for another attempt', async () => {
    server = await scriptedServer(refusal(503, 'ServiceUnavailable'));
    const clock = testClock();
    const { signal } = new AbortController();
    setDeadline(signal, clock.now());
    const call = clientOf(server, { clock }).send(ask(), { abortSignal: signal });
    await expect(call).rejects.toMatchObject({ awsCode: 'ServiceUnavailable' });
    expect(clock.waits).toEqual([]);
  });

  it('whose time is up is not kept waiting either', async () => {
    const clock = testClock();
    server = await scriptedServer((response, ...request) => {
      clock.pass(9_000);
      refusal(503, 'ServiceUnavailable')(response, ...request);
    });
    await expect(clientOf(server, { clock }).send(ask())).rejects.toMatchObject({ awsCode: 'ServiceUnavailable' });
    expect(clock.waits).toEqual([]);
  });

  it('can ask for fewer attempts, and for less time, than the client would take', async () => {
    server = await scriptedServer(silence);
    const call = clientOf(server).send(ask(), { maxAttempts: 1, timeoutMs: 20 });
    await expect(call).rejects.toMatchObject({ code: 'aws_unreachable' });
    expect(server.seen).toHaveLength(1);
  });

  it.each([
    { maxAttempts: 1, requests: 2 },
    { maxAttempts: 2, requests: 3 },
  ])(
    'who allows $maxAttempts gets no more, over a kept connection that has died either',
    async ({ maxAttempts, requests }) => {
      server = await scriptedServer(inTurn(ok, reset, ok));
      const client = clientOf(server);
      await client.send(ask());
      const call = client.send(ask(), { maxAttempts });
      if (maxAttempts === 1) await expect(call).rejects.toMatchObject({ code: 'aws_unreachable' });
      else expect(await call).toMatchObject({ Attributes: ATTRIBUTES });
      expect(server.seen).toHaveLength(requests);
      expect(server.seen[1]?.connection).toBe(1);
    },
  );
});
