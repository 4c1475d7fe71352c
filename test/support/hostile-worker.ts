// A worker whose handlers do what a delivery asks of them: bundled and run by hostile tests.

import { fileReady } from '../../functions/handlers/file-ready.ts';
import { COMMENT_EVENTS } from '../../lib/app/self-event-filter.ts';
import {
  App,
  DynamoDbIdempotencyStore,
  EmfMetrics,
  ENV,
  fromSecretsManager,
  type HandlerContext,
  PermanentError,
  RetryLater,
  requireEnv,
  type WebhookEvent,
  workerHandler,
} from '../../lib/index.ts';

/** A text that must not be logged, and not stand in a reason. */
const SECRET_CANARY = 'canary-of-a-secret';

const never = () => new Promise<void>(() => undefined);

function circularError(): Error {
  const error = new Error('I am my own cause');
  error.cause = error;
  return error;
}

/** As HTTP clients make them: with the request, its headers included. */
function errorWithSecrets(): Error {
  const config = { headers: { Authorization: SECRET_CANARY } };
  return Object.assign(new Error(`401 for Bearer ${SECRET_CANARY}`), { config, request: { config } });
}

const fail = (thrown: unknown) => () => {
  throw thrown;
};

/** What a handler may do to its worker, by the name a delivery asks for it by. */
const MISDEEDS: Readonly<Record<string, (context: HandlerContext) => unknown>> = {
  'throws undefined': fail(undefined),
  'throws null': fail(null),
  'throws a text': fail('not an error'),
  'throws a number': fail(7),
  'throws a symbol': fail(Symbol('why')),
  'throws what has no text': fail(Object.create(null)),
  'throws what is its own cause': fail(circularError()),
  'throws a number too big for JSON': fail({ count: 7n }),
  'throws what fails to be read': fail({
    get message() {
      throw new Error('not readable');
    },
  }),
  'throws what holds a token': fail(errorWithSecrets()),
  'throws an object that holds a token': fail({ config: { headers: { Authorization: SECRET_CANARY } } }),
  'throws a token': fail(SECRET_CANARY),
  'rejects with nothing': () => Promise.reject(),
  'gives up for good': fail(new PermanentError('There is no such preset.')),
  'waits for a day': fail(new RetryLater(86_400_000)),
  'never ends the first time': ({ attempt }) => attempt === 1 && never(),
  'blocks the process the first time': ({ attempt }) => {
    while (attempt === 1);
  },
  'ends the process the first time': ({ attempt }) => {
    if (attempt === 1) process.exit(1);
  },
  'ends the process each time': () => process.exit(1),
  'lets a promise go the first time': ({ attempt }) => {
    if (attempt > 1) return;
    void Promise.reject(new Error('nobody waits for me'));
    return never();
  },
};

const app = new App({
  token: fromSecretsManager(requireEnv(ENV.apiCredentialsSecretId)),
  idempotencyStore: new DynamoDbIdempotencyStore(requireEnv(ENV.idempotencyTable)),
  metrics: new EmfMetrics(),
  maxRetries: 0,
  ...(process.env.HEARS_ITSELF && { skipSelfEvents: [] }),
});

async function misbehave(context: HandlerContext<WebhookEvent<'file.updated'>>): Promise<void> {
  await MISDEEDS[String(context.event.payload.misdeed)]?.(context);
}

function patient({ attempt }: HandlerContext): void {
  if (attempt === 1) throw new RetryLater(60_000);
}

/** Answers a comment with a comment: without a guard, for ever. */
async function answer({ event, client }: HandlerContext): Promise<void> {
  const fileId = String(event.payload.file_id);
  await client.comments.create(event.accountId, fileId, { data: { text: `Thank you for ${event.resourceId}.` } });
}

app
  .onWebhook('file.ready', fileReady, { name: 'file-ready' })
  .onWebhook('file.updated', misbehave, { name: 'misbehave' })
  .onWebhook(COMMENT_EVENTS, answer, { name: 'answer' })
  .onWebhook(['file.created', 'folder.created'], fail(new PermanentError('It is of no use.')), { name: 'useless' })
  .onWebhook('file.created', patient, { name: 'patient' });

export const handler = workerHandler(app, {
  queueUrl: requireEnv(ENV.queueUrl),
  deadLetterQueueUrl: requireEnv(ENV.deadLetterQueueUrl),
});
