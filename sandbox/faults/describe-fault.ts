import type { FaultState } from '../sandbox-api.ts';

const SERVICES = { 'secrets-manager': 'Secrets Manager', sqs: 'SQS', dynamodb: 'DynamoDB' } as const;

/** Says how often a fault affects a call, if that ends it: "for 2 more calls". */
export function describeRemaining({ target, remaining }: FaultState): string {
  if (remaining === null) return '';
  const name = target === 'functions' ? 'invocation' : 'call';
  return `for ${remaining} more ${name}${remaining === 1 ? '' : 's'}`;
}

/** Says in a sentence, without its end, what a fault does. The command and the console share it. */
export function describeFault({ target, calls, status, delayMs }: FaultState): string {
  const every = calls === '**';
  switch (target) {
    case 'frame.io': {
      const which = every ? 'every call' : calls;
      if (delayMs === null) return `Frame.io answers ${status} to ${which}`;
      return `Frame.io answers ${which} after ${delayMs / 1_000} s${status === null ? '' : ` with ${status}`}`;
    }
    case 'functions':
      return every ? 'functions are killed' : `functions are killed: ${calls}`;
    case 'signing-secret':
      return 'Frame.io signs with a new secret, which is not stored yet';
    default:
      return `${SERVICES[target]} answers 500 to ${every ? 'every call' : calls}`;
  }
}
