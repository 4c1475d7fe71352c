// A worker whose handlers misbehave as a delivery requests. Hostile tests bundle it in place of the deployed worker.

import { fileReady } from '../../functions/handlers/file-ready.ts';
import { COMMENT_EVENTS } from '../../lib/app/self-event-filter.ts';
import {
  App,
  type HandlerContext,
  PermanentError,
  RetryLater,
  type WebhookEvent,
  workerHandler,
} from '../../lib/index.ts';

/** Text that neither the log nor a dead letter's reason may contain. */
const SECRET_CANARY = 'canary-of-a-secret';

const never = () => new Promise<void>(() => undefined);

function circularError(): Error {
  const error = new Error('I am my own cause');
  error.cause = error;
  return error;
}

/** Returns an error like those of HTTP clients, which contain the request's headers. */
function errorWithSecrets(): Error {
  const config = { headers: { Authorization: SECRET_CANARY } };
  return Object.assign(new Error(`401 for Bearer ${SECRET_CANARY}`), { config, request: { config } });
}

const fail = (thrown: unknown) => () => {
  throw thrown;
};

/** Behaviors of a handler, by the name in the delivery. */
const BEHAVIORS: Readonly<Record<string, (context: HandlerContext) => unknown>> = {
  'throws undefined': fail(undefined),
  'throws null': fail(null),
  'throws a string': fail('not an error'),
  'throws a number': fail(7),
  'throws a symbol': fail(Symbol('why')),
  'throws an object without a prototype': fail(Object.create(null)),
  'throws an error that is its own cause': fail(circularError()),
  'throws a bigint in an object': fail({ count: 7n }),
  'throws an object with a getter that throws': fail({
    get message() {
      throw new Error('not readable');
    },
  }),
  'throws an error that contains a token': fail(errorWithSecrets()),
  'throws an object that contains a token': fail({ config: { headers: { Authorization: SECRET_CANARY } } }),
  'throws a token': fail(SECRET_CANARY),
  'rejects without a reason': () => Promise.reject(),
  'requests a retry in a day': fail(new RetryLater(86_400_000)),
  'never ends at the first attempt': ({ attempt }) => attempt === 1 && never(),
  'blocks the process at the first attempt': ({ attempt }) => {
    if (attempt === 1) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  },
  'exits at the first attempt': ({ attempt }) => {
    if (attempt === 1) process.exit(1);
  },
  'exits at each attempt': () => process.exit(1),
  'leaves a rejection unhandled at the first attempt': ({ attempt }) => {
    if (attempt > 1) return;
    void Promise.reject(new Error('not handled'));
    return never();
  },
};

const app = new App(process.env.HANDLE_SELF_EVENTS ? { skipSelfEvents: [] } : {});

async function misbehave(context: HandlerContext<WebhookEvent<'file.updated'>>): Promise<void> {
  await BEHAVIORS[String(context.event.payload.behavior)]?.(context);
}

function postpone({ attempt }: HandlerContext): void {
  if (attempt === 1) throw new RetryLater(60_000);
}

/** Replies to each comment with a comment. Without the filter of self events, this is an endless loop. */
async function reply({ event, client }: HandlerContext): Promise<void> {
  const fileId = String(event.payload.file_id);
  await client.comments.create(event.accountId, fileId, { data: { text: `Thank you for ${event.resourceId}.` } });
}

app
  .onWebhook('file.ready', fileReady, { name: 'file-ready' })
  .onWebhook('file.updated', misbehave, { name: 'misbehave' })
  .onWebhook(COMMENT_EVENTS, reply, { name: 'reply' })
  .onWebhook(['file.created', 'folder.created'], fail(new PermanentError('This handler never succeeds.')), {
    name: 'never-succeeds',
  })
  .onWebhook('file.created', postpone, { name: 'postpones' });

export const handler = await workerHandler(app);
