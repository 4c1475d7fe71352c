import { DEFAULT_STATE_FOLDER } from '../../sandbox/persistence/queue-addresses.ts';
import { SHORTEST_HIDING_SECONDS } from './queue-scanner.ts';

const WHERE = `  --sandbox                      look in the sandbox that npm start runs
  --state <dir>                  the folder of its state, if npm start was given another (default ${DEFAULT_STATE_FOLDER})
  --dead-letter-queue-url <url>  default: DEAD_LETTER_QUEUE_URL of the environment
  --queue-url <url>              default: QUEUE_URL of the environment
  --help                         show this`;

const HIDING = `SQS has no way to look at a message but to receive it: while this looks, nobody else sees the messages. They are back when
it ends, also by Ctrl+C; when it is killed, within ${SHORTEST_HIDING_SECONDS} seconds and twice the time it had run. It takes no attempt from them.
When it cannot be sure to have seen all, it says "Incomplete" and ends with 1.`;

const ACCOUNT = `The deployment prints the command that sets the two variables, SetQueues. AWS credentials are those that the AWS CLI uses too:
in the environment, or of a profile, such as AWS_PROFILE.`;

/** What each command says of itself. */
export const HELP = {
  dlq: `Usage: npm run dlq -- <command> [options]

Deliveries the worker gave up lie in the dead-letter queue, each with the reason, for 14 days.

  list                     what is there, and why
  show <id>                one message in full
  redrive --all | <id>...  puts messages back into the main queue

${WHERE}

npm run dlq -- <command> --help says more. Ends with 0 when it has done what it was told, with 1 when not.

${ACCOUNT}`,

  list: `Usage: npm run dlq -- list [options]

Lists what is in the dead-letter queue, the longest dead first: event, reason, the handlers left to run, how often they were
tried, how long ago the endpoint received the delivery, how long ago the worker gave it up.

${WHERE}

${HIDING}
Needs the rights sqs:ReceiveMessage, sqs:ChangeMessageVisibility and sqs:GetQueueAttributes on the dead-letter queue.

${ACCOUNT}`,

  show: `Usage: npm run dlq -- show <id> [options]

Shows one message in full: what list says, the id its log lines share, and the body as Frame.io sent it. Exits with 1 when
there is no such message.

${WHERE}

${HIDING}
Needs the rights sqs:ReceiveMessage, sqs:ChangeMessageVisibility and sqs:GetQueueAttributes on the dead-letter queue.

${ACCOUNT}`,

  redrive: `Usage: npm run dlq -- redrive --all | <id>... [options]

Puts messages back into the main queue as they are, and the worker runs the handlers they name, and no others. What the
ledger has down as done is not done again, should a message be put back twice. Each is removed from the dead-letter queue
only when the main queue has taken it. --all looks at the whole queue before it puts the first back: what is given up after
that stays, so look into the reason first.

  --all                          all messages that are there when this begins
  --rate <n>                     messages a second, at most: 0.1 to 1000 (default 5)
${WHERE}

${HIDING}
Needs, besides those of list, the rights sqs:DeleteMessage on the dead-letter queue and sqs:SendMessage on the main queue.
Exits with 1 when not all that was asked for was put back.

${ACCOUNT}`,
} as const;
