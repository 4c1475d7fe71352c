import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionOf, type SynthesizedStack } from '../../cdk/read-synthesized.ts';
import { findContainerEngine } from '../../cli/sam/container-engine.ts';
import { startContainerServices } from '../../cli/sam/container-services.ts';
import { deliveryText, readSampleRequest } from '../../cli/sam/sample-request.ts';
import { synthesizeForSam } from '../../cli/sam/synthesize-for-sam.ts';
import { routesOf } from '../../sandbox/deployment/http-api-resources.ts';
import { signedHeaders } from '../../sandbox/frameio/webhooks/signed-headers.ts';
import { COMMENT_APP } from '../support/fixture-apps.ts';
import { type Checks, expectResult } from './checks.ts';
import { startApiServer } from './start-api-server.ts';
import { step } from './step.ts';

/** One webhook request of Frame.io, about a file. */
interface Delivery {
  readonly fileId: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Checks the comment app behind `sam local start-api`. Each request starts a container, as a cold start does. */
export async function checkStartApi(checks: Checks): Promise<void> {
  const outdir = join(mkdtempSync(join(tmpdir(), 'start-api-')), 'cdk.out');
  const stack = await step('Bundles for sam local start-api', async () => synthesizeForSam(outdir, COMMENT_APP));
  const engine = await findContainerEngine();
  if (!engine) throw new Error('The container engine has ended.');
  const services = await startContainerServices(stack, engine);
  const server = await startApiServer(services.writeTemplate('endpoint'), services.addHost);
  try {
    const { state, signingSecret } = services;
    const sample = readSampleRequest('events/file-ready.json');
    const deliver = (name: string, secret = signingSecret): Delivery => {
      const { id: fileId } = state.addFile({ name, fileSize: 1 });
      const body = deliveryText(sample, state, fileId);
      return { fileId, body, headers: signedHeaders(body, secret, Math.floor(Date.now() / 1_000)) };
    };
    const url = new URL(endpointPath(stack), server.url);
    const expectResponse = async ({ fileId, body, headers }: Delivery, status: number, comments: readonly string[]) => {
      const response = await fetch(url, { method: 'POST', body, headers });
      const posted = state.commentsOf(fileId).map(({ text }) => text);
      expectResult({ status: response.status, comments: posted }, { status, comments }, server.output());
    };

    const first = deliver('Take 1.mov');
    await checks.run('sam local start-api: a signed delivery gets 200, and one comment appears', () =>
      expectResponse(first, 200, ['Take 1.mov is ready.']),
    );
    await checks.run('sam local start-api: the same delivery again gets 200, and no other comment appears', () =>
      expectResponse(first, 200, ['Take 1.mov is ready.']),
    );
    await checks.run(
      'sam local start-api: a delivery with the signature of another secret gets 401, and no comment',
      () => expectResponse(deliver('Take 2.mov', randomBytes(24).toString('hex')), 401, []),
    );
    await checks.run('sam local start-api: a delivery with a changed body gets 401, and no comment', () => {
      const { fileId, body, headers } = deliver('Take 3.mov');
      return expectResponse({ fileId, body: body.replace('file.ready', 'file.Ready'), headers }, 401, []);
    });
    await checks.run('sam local start-api: a delivery about another file gets 200, and its own comment', () =>
      expectResponse(deliver('Take 4.mov'), 200, ['Take 4.mov is ready.']),
    );
  } finally {
    await server.stop();
    await services.close();
  }
}

function endpointPath(stack: SynthesizedStack): string {
  const { logicalId } = functionOf(stack, 'endpoint');
  const route = routesOf(stack).find(({ functionLogicalId }) => functionLogicalId === logicalId);
  if (!route) throw new Error('The stack has no route to the endpoint.');
  return route.path;
}
