// A local Lambda whose function is frozen after its first invocation, to be killed by a test. Prints when it is.

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
