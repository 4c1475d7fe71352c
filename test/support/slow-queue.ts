import { CountableQueue } from '../../cli/dlq/countable-queue.ts';
import { createSqsClient } from '../../lib/aws/sqs-client.ts';
import { OPERATIONS } from '../../sandbox/aws/sqs/operations.ts';
import { Sqs } from '../../sandbox/aws/sqs/sqs.ts';
import { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import { Random } from '../../simulation/random.ts';
import { answered, intercepted } from './intercepted-aws.ts';

/** Options of a slow queue. */
export interface SlowQueueOptions {
  readonly messages: number;
  /** Duration of each call. */
  readonly callMs: number;
  /** Called before each call, with its operation. */
  readonly onCall?: (operation: string) => void;
}

/** Creates a sandbox queue that returns messages in random order. Only its calls and waits advance its clock. */
export async function slowQueue({ messages, callMs, onCall = () => undefined }: SlowQueueOptions) {
  const clock = new SandboxClock({ frozenAt: Date.UTC(2026, 10, 23) });
  const sqs = await Sqs.start({ queues: [{ name: 'dead-letters' }], clock });
  const deadLetterQueue = sqs.queue('dead-letters');
  for (let number = 0; number < messages; number += 1) await deadLetterQueue.send({ body: `${number}` });
  const random = new Random('slow queue');
  deadLetterQueue.anomalies = { pickNext: (count) => random.below(count) };
  const caller = { host: 'localhost', signal: new AbortController().signal };
  const client = createSqsClient(
    intercepted(async ({ operation, input }) => {
      onCall(operation);
      clock.advance(callMs);
      const waitSeconds = 'WaitTimeSeconds' in input && !deadLetterQueue.hasVisible ? Number(input.WaitTimeSeconds) : 0;
      clock.advance(waitSeconds * 1_000);
      const queues = new Map([['dead-letters', deadLetterQueue]]);
      const output = await OPERATIONS.get(operation)?.({ ...input, WaitTimeSeconds: 0 }, { queues, caller });
      return answered({ input }, Object(output));
    }),
  );
  return {
    queue: new CountableQueue('https://sqs/1/dead-letters', client),
    /** The same queue, without delays. */
    sandboxQueue: deadLetterQueue,
    clock: {
      now: () => clock.now(),
      wait: async (ms: number) => clock.advance(ms),
    },
    ids: deadLetterQueue.messages.map(({ id }) => id),
  };
}
