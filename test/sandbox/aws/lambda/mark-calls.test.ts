import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { LambdaFunction } from '../../../../sandbox/aws/lambda/lambda-function.ts';
import { callerOf, type FunctionCaller } from '../../../../sandbox/frameio/api/caller.ts';
import { type LocalServer, listen } from '../../../../sandbox/http/listen.ts';
import { builtEndpoint } from '../../../support/synthesized.ts';

const CONTEXT = {
  handlerName: 'größe',
  attempt: 2,
  deliveryKey: 'key',
  event: { type: 'file.ready', resourceId: 'f' },
};

let service: LambdaFunction | undefined;
const servers: LocalServer[] = [];
afterEach(async () => {
  await service?.stop();
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

/** Starts a server that records who calls it. */
async function startServer() {
  const callers: (FunctionCaller | undefined)[] = [];
  const server = await listen((request, response) => {
    callers.push(callerOf(request.headers));
    response.end();
  });
  servers.push(server);
  return { url: server.url, callers };
}

it('marks calls to Frame.io with the handler that makes them, and no other calls', async () => {
  const [frameio, other] = await Promise.all([startServer(), startServer()]);
  const bundlePath = join(mkdtempSync(join(tmpdir(), 'function-')), 'index.mjs');
  writeFileSync(
    bundlePath,
    `import { channel } from 'node:diagnostics_channel';
import { request } from 'node:http';
const call = async (url) => (await fetch(url)).text();
const callByHttp = (url) => new Promise((resolve) => request(url, (response) => response.resume().on('end', resolve)).end());
export const handler = async () => {
  await call('${frameio.url}/before');
  await channel('frameio-lambda:handler').runStores(${JSON.stringify(CONTEXT)}, async () => {
    await Promise.all([call('${frameio.url}/in'), callByHttp('${frameio.url}/in')]);
    await Promise.all([call('${other.url}/in'), callByHttp('${other.url}/in')]);
  });
};`,
  );
  service = new LambdaFunction({
    function: { ...builtEndpoint(), bundlePath, timeoutMs: 60_000 },
    variables: { FRAMEIO_BASE_URL: `${frameio.url}/` },
    onLog: () => undefined,
  });
  await service.invoke({});
  const handler = {
    handlerName: 'größe',
    attempt: 2,
    deliveryKey: 'key',
    eventType: 'file.ready',
    resourceId: 'f',
  };
  expect(frameio.callers).toEqual([{ handler: undefined }, { handler }, { handler }]);
  expect(other.callers).toEqual([undefined, undefined]);
});
