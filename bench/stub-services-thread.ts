import { createServer } from 'node:http';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { answerTo } from './stub-answers.ts';

/** What the thread is started with. */
export interface StubThreadData {
  /** Is told what is called. */
  readonly calls: MessagePort;
}

// Secrets Manager, SQS, DynamoDB and Frame.io, on one local port, which is told first.
const { calls }: StubThreadData = workerData;
const server = createServer(async (request, response) => {
  const { method = '', url: path = '', headers } = request;
  const operation = headers['x-amz-target'];
  let body = '';
  for await (const chunk of request) body += chunk;
  const { call, answer } = answerTo({
    method,
    path,
    operation: operation === undefined ? operation : `${operation}`,
    body,
  });
  calls.postMessage(call);
  response.writeHead(answer.status, { 'content-type': 'application/json' }).end(JSON.stringify(answer.body));
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  parentPort?.postMessage(typeof address === 'object' ? address?.port : undefined);
});
