import type { SynthesizedQueue } from '../../cdk/synthesized-resources.ts';
import { parseDelivery } from '../../lib/events/parse-delivery.ts';
import { decodeDelivery, type QueuedDelivery } from '../../lib/queue/queued-delivery.ts';
import type { SentMessage } from '../aws/sqs/message.ts';
import type { Queue } from '../aws/sqs/queue.ts';
import { redriveMessage } from '../aws/sqs/redrive-message.ts';
import type { Sqs } from '../aws/sqs/sqs.ts';
import { toIso } from '../history/delivery-changes.ts';
import type { DeliveryHistory } from '../history/delivery-history.ts';
import type { EventStream } from '../history/event-stream.ts';
import type { QueueAddresses } from '../persistence/queue-addresses.ts';
import type { Delivery, QueuedMessage, QueueState } from '../sandbox-api.ts';
import type { ControlRoute } from './control-route.ts';

/** What the calls about queues need. */
export interface QueueApiOptions {
  readonly sqs: Sqs;
  /** The queues of the stack. A dead-letter queue has no redrive policy. */
  readonly queues: readonly SynthesizedQueue[];
  /** Where the queues are. */
  readonly queueAddresses: QueueAddresses | undefined;
  readonly recorder: { readonly stream: Pick<EventStream, 'publish'>; readonly history: Pick<DeliveryHistory, 'list'> };
}

/** The calls that show the queues and where they are, and move a dead letter back to its queue. */
export function queueApi({ sqs, queues, queueAddresses, recorder }: QueueApiOptions): readonly ControlRoute[] {
  const messagesOf = (isDeadLetter: boolean, deliveries: readonly Delivery[]) =>
    queues
      .filter(({ redrive }) => (redrive === undefined) === isDeadLetter)
      .flatMap(({ logicalId }) => describeMessages(sqs.queue(logicalId), isDeadLetter, deliveries));
  return [
    {
      method: 'GET',
      path: '/sandbox/queue',
      handle: () => {
        const deliveries = recorder.history.list();
        const body: QueueState = { waiting: messagesOf(false, deliveries), deadLetters: messagesOf(true, deliveries) };
        return { status: 200, body };
      },
    },
    {
      method: 'GET',
      path: '/sandbox/queue-addresses',
      handle: () =>
        queueAddresses
          ? { status: 200, body: queueAddresses }
          : { status: 404, body: { error: 'The stack of the sandbox has no queue.' } },
    },
    {
      method: 'POST',
      path: '/sandbox/dead-letters/{id}/redrive',
      handle: async ({ ids: { id = '' } }) => {
        const isRedriven = await redrive(id, { sqs, queues });
        if (isRedriven) {
          recorder.stream.publish({ kind: 'queue_changed' });
          return { status: 202, body: {} };
        }
        return { status: 404, body: { error: `There is no dead letter ${id}. List them: GET /sandbox/queue.` } };
      },
    },
  ];
}

function describeMessages(
  queue: Queue,
  isDeadLetter: boolean,
  deliveries: readonly Delivery[],
): readonly QueuedMessage[] {
  const { messages, visibleTimes, states } = queue;
  return messages.map(({ id, body, sentAt, attributes }) => {
    const delivery = decodeDelivery(body);
    const parsed = delivery && delivery.job === undefined ? parseDelivery(delivery.body) : undefined;
    const event = parsed?.kind === 'webhook' ? parsed.event : undefined;
    const visibleAt = Math.max(delivery?.notBefore ?? 0, visibleTimes.get(id) ?? sentAt);
    return {
      id,
      isDeadLetter,
      type: event?.type ?? delivery?.job ?? 'unknown',
      resourceId: event?.resourceId ?? null,
      handlers: delivery?.handlers ?? null,
      state: states.get(id) ?? 'visible',
      sentAt: toIso(sentAt),
      visibleAt: toIso(visibleAt),
      attempts: isDeadLetter ? deadLetterAttempts(attributes) : (delivery?.attemptsBefore ?? null),
      reason: attributes.reason?.StringValue ?? waitingReason(delivery, deliveries),
    };
  });
}

/** Returns why the handlers of a message wait; `null` if they have not begun yet. */
function waitingReason(message: QueuedDelivery | undefined, deliveries: readonly Delivery[]): string | null {
  const waiting = deliveries
    .filter(({ body }) => body === message?.body)
    .flatMap(({ handlers }) => handlers)
    .filter(({ name, nextRunAt }) => nextRunAt !== null && (message?.handlers?.includes(name) ?? true));
  return waiting.flatMap(({ error }) => error ?? [])[0] ?? waiting[0]?.status ?? null;
}

/** Returns the attempts that the worker noted; a message that SQS itself moved has no such attribute. */
function deadLetterAttempts({ attempts }: SentMessage['attributes']): number | null {
  return attempts?.StringValue === undefined ? null : Number(attempts.StringValue);
}

async function redrive(id: string, { sqs, queues }: Pick<QueueApiOptions, 'sqs' | 'queues'>): Promise<boolean> {
  for (const { logicalId, redrive: policy } of queues) {
    if (!policy) continue;
    const deadLetterQueue = sqs.queue(policy.deadLetterQueueLogicalId);
    if (await redriveMessage(id, { queue: sqs.queue(logicalId), deadLetterQueue })) return true;
  }
  return false;
}
