import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { functionOf, readSynthesized, type SynthesizedStack } from '../../../cdk/read-synthesized.ts';
import { jobQueueVariable } from '../../../lib/core/env.ts';
import { recordOf } from '../../../lib/core/type-guards.ts';
import { deployLocally, type LocalDeployment } from '../../../sandbox/deployment/local-deployment.ts';
import { listen } from '../../../sandbox/http/listen.ts';
import { readQueueAddresses } from '../../../sandbox/persistence/queue-addresses.ts';
import { templateOfApp } from '../../support/app-template.ts';
import { ProjectFolder } from '../../support/project-folder.ts';

const ACTION = {
  key: 'studio.render',
  name: 'Render',
  description: '',
  resourceTypes: ['file'],
  multiAsset: false,
  timeoutSeconds: 5,
} as const;

/** Responds with the path of the request and its environment variables. */
const ACTIONS = `export const handler = async ({ rawPath }: { rawPath: string }) =>
  ({ statusCode: 200, body: JSON.stringify({ rawPath, variables: process.env }) });`;

/** Logs each message and the queue that the function belongs to. Requests a body that is a URL. */
const WORKER = `export const handler = async ({ Records }: { Records: { body: string }[] }) => {
  for (const { body } of Records) if (body.startsWith('http')) await fetch(body);
  console.log(JSON.stringify({ bodies: Records.map(({ body }) => body), queue: process.env.QUEUE_URL?.split('/').at(-1) }));
};`;

let project: ProjectFolder;
let stack: SynthesizedStack;
let deployment: LocalDeployment;
let log: string[];

beforeEach(async () => {
  project = new ProjectFolder();
  log = [];
  const props = () => {
    project.write('functions/actions.ts', ACTIONS);
    project.write('functions/worker.ts', WORKER);
    return { deliveryMode: 'queued', jobs: { render: {}, makeProxy: {} } } as const;
  };
  const manifest = { actions: [ACTION], jobs: [{ name: 'render' }, { name: 'makeProxy' }, { name: 'notify' }] };
  templateOfApp(project, manifest, props, { 'aws:cdk:enable-asset-metadata': true });
  stack = readSynthesized(join(project.path, 'cdk.out'));
  project.write('state/.keep', '');
  deployment = await deployLocally({
    stack,
    frameioBaseUrl: 'http://127.0.0.1:1',
    signingSecret: 'a-signing-secret',
    apiToken: 'token',
    port: 0,
    onLog: (line) => void log.push(line),
    stateFolder: join(project.path, 'state'),
  });
});
afterEach(async () => {
  await deployment.close();
  project.remove();
});

/** Logical id of the queue of a job. */
const queueOf = (job?: string) =>
  stack.queues.find((queue) => queue.job === job && queue.redrive !== undefined)?.logicalId ?? '';

it('serves POST /actions with the actions function, which has the variables of its template', async () => {
  const url = deployment.actionsUrl;
  const { rawPath, variables } = recordOf(await (await fetch(url, { method: 'POST', body: '{}' })).json());
  expect(rawPath).toBe('/actions');
  expect(variables).toMatchObject({
    ACTION_SIGNING_SECRETS_SECRET_ID: expect.stringContaining('ActionsSigningSecrets'),
    API_CREDENTIALS_SECRET_ID: expect.any(String),
    QUEUE_URL: expect.stringContaining(queueOf()),
    [jobQueueVariable('makeProxy')]: expect.stringContaining(queueOf('makeProxy')),
  });
});

it('runs each job on its own function, from its own queue', async () => {
  const queues = [queueOf(), queueOf('render'), queueOf('makeProxy')];
  for (const queue of queues) await deployment.sqs.queue(queue).send({ body: `for ${queue}` });
  await deployment.whenIdle();
  const runs = log.map((line) => JSON.parse(line));
  expect(runs).toHaveLength(3);
  expect(runs).toEqual(expect.arrayContaining(queues.map((queue) => ({ queue, bodies: [`for ${queue}`] }))));
});

it('is idle only when the messages that a job causes in another queue are processed', async () => {
  const sender = await listen(async (_, response) => {
    await deployment.sqs.queue(queueOf()).send({ body: 'sent by the job' });
    response.end();
  });
  await deployment.sqs.queue(queueOf('render')).send({ body: sender.url });
  await deployment.whenIdle();
  await sender.close();
  expect(log.map((line) => JSON.parse(line).bodies)).toContainEqual(['sent by the job']);
});

it('publishes the queues of the webhook and of the jobs, for dlq', () => {
  const { queueUrl, deadLetterQueueUrl, jobs } = readQueueAddresses(join(project.path, 'state'));
  expect(queueUrl).toContain(queueOf());
  expect(deadLetterQueueUrl).toContain('DeliveriesDeadLetterQueue');
  expect(Object.keys(jobs)).toEqual(['render', 'makeProxy']);
  expect(jobs.makeProxy).toEqual({
    queueUrl: expect.stringContaining(queueOf('makeProxy')),
    deadLetterQueueUrl: expect.stringContaining('JobsmakeProxyQueuesDeadLetterQueue'),
  });
});

it('knows every function by its role, and a job worker by its job', () => {
  expect(stack.functions.map(({ role, job }) => [role, job])).toEqual([
    ['endpoint', undefined],
    ['actions', undefined],
    ['worker', undefined],
    ['job-worker', 'render'],
    ['job-worker', 'makeProxy'],
  ]);
  expect(functionOf(stack, 'actions').timeoutMs).toBe(15_000);
  expect(stack.queues).toHaveLength(6);
  expect(stack.eventSources).toHaveLength(3);
});
