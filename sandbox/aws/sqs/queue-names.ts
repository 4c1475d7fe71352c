const ACCOUNT_ID = '000000000000';

/** Returns the URL of a queue of the SQS at `endpoint`. */
export function queueUrl(endpoint: string, name: string): string {
  return `${endpoint}/${ACCOUNT_ID}/${name}`;
}

export function queueArn(name: string): string {
  return `arn:aws:sqs:us-east-1:${ACCOUNT_ID}:${name}`;
}
