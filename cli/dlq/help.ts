import { STACK_HELP } from '../stack/stack-options.ts';
import { MIN_VISIBILITY_SECONDS } from './queue-scanner.ts';

const QUEUE_OPTIONS = `  --job <name>       use the queues of a job that has its own
  --json             print JSON
${STACK_HELP}
  --dead-letter-queue-url <url>, --queue-url <url>
                     queues to use in place of those of the stack (default: the variables DEAD_LETTER_QUEUE_URL and QUEUE_URL,
                     or RENDER_JOB_DEAD_LETTER_QUEUE_URL and RENDER_JOB_QUEUE_URL with --job render, if they are set)
  --help             show this help`;

const VISIBILITY = `To read a message from SQS, the command must receive it, which hides it from other consumers. When the command ends, also
after Ctrl+C, it makes the messages visible again. If it is killed, they become visible again within ${MIN_VISIBILITY_SECONDS} seconds plus
twice its running time. Receiving a message here does not count as an attempt. If the command cannot be sure that it received
every message, it prints "Incomplete" and exits with 1.`;

const AWS_ACCESS = `To find the stack, the command requires the permissions cloudformation:DescribeStacks, ListStackResources and GetTemplate.
If you name the queues by their URLs, it does not require them.`;

const EXIT_CODES = 'Exit codes: 0 for success, 1 for failure or an incomplete result, 2 for a wrong command line.';

/** Output of `--help`, by subcommand. */
export const HELP = {
  dlq: `Usage: frameio-lambda dlq <command> [options]

Lists, shows and redrives the deliveries that the worker dead-lettered. The dead-letter queue stores each one for 14 days,
with the reason. A job with a function of its own has a dead-letter queue of its own: add --job <name>.

  list                     list the messages and their reasons
  show <id>                show one message in full
  redrive --all | <id>...  move messages back to the main queue

${QUEUE_OPTIONS}

Show the help of a command with \`npx frameio-lambda dlq <command> --help\`.
${EXIT_CODES}

${AWS_ACCESS}`,

  list: `Usage: frameio-lambda dlq list [options]

Lists the messages of the dead-letter queue, the oldest first: event, reason, unfinished handlers, number of attempts, when
the endpoint received the delivery, and when the worker dead-lettered it.

${QUEUE_OPTIONS}

${VISIBILITY}
Requires the permissions sqs:ReceiveMessage, sqs:ChangeMessageVisibility and sqs:GetQueueAttributes on the dead-letter queue.

${AWS_ACCESS}`,

  show: `Usage: frameio-lambda dlq show <id> [options]

Shows one message, by its id or the first characters of it: the details of list, the correlation id of its log lines, and the
body that Frame.io sent. Exits with 1 if there is no such message.

${QUEUE_OPTIONS}

${VISIBILITY}
Requires the permissions sqs:ReceiveMessage, sqs:ChangeMessageVisibility and sqs:GetQueueAttributes on the dead-letter queue.

${AWS_ACCESS}`,

  redrive: `Usage: frameio-lambda dlq redrive --all | <id>... [options]

Moves messages back to the main queue. The worker then runs the unfinished handlers of each message, and no others. The
idempotency store keeps a completed handler from running again, even if a message is redriven twice. The command deletes a
message from the dead-letter queue only after the main queue has accepted it. --all first lists the whole queue and
redrives those messages only; messages that are dead-lettered later stay. Fix the cause before you redrive.

  --all              redrive every message that is in the queue at the start
  --rate <n>         maximum number of messages per second, from 0.1 to 1000 (default 5)
${QUEUE_OPTIONS}

${VISIBILITY}
Requires the permissions of list, sqs:DeleteMessage on the dead-letter queue, and sqs:SendMessage on the main queue.
Exits with 1 if a requested message was not redriven.

${AWS_ACCESS}`,
} as const;
