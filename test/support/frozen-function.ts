// Invokes a local Lambda function once, freezes it, and prints `frozen`. A test kills this process.

import { ExecutionEnvironment } from '../../sandbox/aws/lambda/execution-environment.ts';
import { builtEndpoint } from './synthesized.ts';

const [, , bundlePath = ''] = process.argv;
const environment = new ExecutionEnvironment({
  function: { ...builtEndpoint(), bundlePath },
  variables: {},
  onLog: () => undefined,
});
await environment.invoke({});
environment.freeze();
console.log('frozen');
setInterval(() => undefined, 60_000);
