import { CountableQueue } from '../../cli/dlq/countable-queue.ts';
import { createSqsClient } from '../../lib/aws/sqs-client.ts';
import { OPERATIONS } from '../../sandbox/aws/sqs/operations.ts';
import { Sqs } from '../../sandbox/aws/sqs/sqs.ts';
import { SandboxClock } from '../../sandbox/clock/sandbox-clock.ts';
import { Random } from '../../simulation/random.ts';
import { answered, intercepted } from './intercepted-aws.ts';

/** What a slow queue is made of. */
export interface SlowQueueOptions {
  readonly messages: number;
  /** How long each call takes. */
  readonly callMs: number;
  /** Told each call before it is made. */
  readonly onCall?: (operation: string) => void;
}

/** A queue of the sandbox that gives its messages in any order, by a clock that only its own calls and waits set forward. */
export async function slowQueue({ messages, callMs, onCall = () => undefined }: SlowQueueOptions) {
  const clock = new SandboxClock({ frozenAt: Date.UTC(2026, 10, 23) });
  const sqs = await Sqs.start({ queues: [{ name: 'dead' }], clock });
  const dead = sqs.queue('dead');
  for (let number = 0; number < messages; number += 1) await dead.send({ body: `${number}` });
  const random = new Random('slow queue');
  dead.anomalies = { pickNext: (count) => random.below(count) };
  const caller = { host: 'localhost', signal: new AbortController().signal };
  const client = createSqsClient(
    intercepted(async ({ operation, input }) => {
      onCall(operation);
      clock.advance(callMs);
      const waits = 'WaitTimeSeconds' in input && !dead.hasVisible ? Number(input.WaitTimeSeconds) : 0;
      clock.advance(waits * 1_000);
      const queues = new Map([['dead', dead]]);
      const answer = await OPERATIONS.get(operation)?.({ ...input, WaitTimeSeconds: 0 }, { queues, caller });
      return answered({ input }, Object(answer));
    }),
  );
  return {
    queue: new CountableQueue('https://sqs/1/dead', client),
    /** The same queue to somebody else, whose calls take no time. */
    dead,
    clock: {
      now: () => clock.now(),
      wait: async (ms: number) => clock.advance(ms),
    },
    ids: dead.messages.map(({ id }) => id),
  };
}
