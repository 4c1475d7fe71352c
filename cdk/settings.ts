import type { FrameioStackProps } from './frameio-stack.ts';

/** Name of the stack in CloudFormation. */
export const STACK_NAME = 'FrameioLambda';

/** Settings of the deployed stack that differ from the defaults. The sandbox and the tests use them too. */
export const SETTINGS: FrameioStackProps = {};
