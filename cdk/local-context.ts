import type { Node } from 'constructs';

/** Context that the sandbox sets when it runs a CDK app: the stack runs on this machine and is not deployed. */
const LOCAL_CONTEXT = 'frameio-lambda:local';

/** Reports whether the stack of a construct is for the sandbox. */
export function isLocalStack(node: Node): boolean {
  return [true, 'true'].includes(node.tryGetContext(LOCAL_CONTEXT));
}
