import { CountableQueue } from '../../dlq/countable-queue.ts';
import type { DeployedQueue } from '../../stack/deployed-stack.ts';
import type { DoctorContext } from '../doctor-context.ts';
import type { Finding } from '../finding.ts';

/** Checks that no delivery and no job is dead-lettered. */
export async function checkDeadLetters(context: DoctorContext): Promise<readonly Finding[]> {
  const { queues, sqs } = context.stack;
  const findings = await Promise.all(
    queues.map(async (queue) => {
      const { visible, hidden } = await new CountableQueue(queue.deadLetterQueueUrl, sqs).count();
      return describeCount(context, visible + hidden, queue);
    }),
  );
  const problems = findings.filter((finding) => finding !== undefined);
  return problems.length > 0 ? problems : [{ status: 'ok', title: 'no dead-lettered delivery or job' }];
}

function describeCount(context: DoctorContext, count: number, { job }: DeployedQueue): Finding | undefined {
  if (count === 0) return undefined;
  const where = job === undefined ? '' : ` of the job ${job}`;
  const list = context.commandLine(job === undefined ? 'dlq list' : `dlq list --job ${job}`);
  return {
    status: 'problem',
    title: `${count} dead-lettered ${count === 1 ? 'message' : 'messages'}${where}`,
    meaning: 'Their handlers have not completed. SQS deletes each message 14 days after it was sent.',
    fix: `List them, fix the cause, then redrive: ${list}`,
  };
}
