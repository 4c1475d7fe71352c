import type { FrameioStackProps } from './frameio-stack.ts';

/** Name of the stack in CloudFormation. */
export const STACK_NAME = 'FrameioLambda';

/** What is deployed, where it differs from the defaults. The sandbox and the tests run the same. */
export const SETTINGS: FrameioStackProps = {};
