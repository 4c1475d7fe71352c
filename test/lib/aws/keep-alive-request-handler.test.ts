import { expect, it } from '@jest/globals';
import { KeepAliveRequestHandler } from '../../../lib/aws/keep-alive-request-handler.ts';
import { systemClock } from '../../../lib/core/clock.ts';
import { pendingCall } from './pending-call.ts';

const handler = new KeepAliveRequestHandler(systemClock);
const REQUEST = { method: 'POST', protocol: 'https:', hostname: 'sqs.test', path: '/', query: {}, headers: {} };

it('KeepAliveRequestHandler refuses a request that AwsClient does not send', async () => {
  await expect(handler.handle(REQUEST)).rejects.toThrow('use AwsClient.send');
});

it('KeepAliveRequestHandler uses the port of the protocol for an endpoint without a port', async () => {
  const call = pendingCall({ abortSignal: AbortSignal.abort() });
  await expect(handler.handle(REQUEST, call)).rejects.toMatchObject({ name: 'HttpRequestError', failure: 'aborted' });
});

it('KeepAliveRequestHandler has no options', () => {
  expect(handler.httpHandlerConfigs()).toEqual({});
});
