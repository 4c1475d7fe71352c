import type { FrameioStackProps } from 'frameio-lambda/cdk';

/** Name of the stack in CloudFormation. */
export const STACK_NAME = 'FrameioLambda';

/** Settings of the deployed stack that differ from the defaults. The sandbox uses them too. */
export const SETTINGS: FrameioStackProps = {};
