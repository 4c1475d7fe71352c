import { RemovalPolicy } from 'aws-cdk-lib';
import type { FrameioStackProps } from 'frameio-lambda/cdk';

/** Name of the stack in CloudFormation. A stage adds its own name: `FrameioLambda-prod`. */
export const STACK_NAME = 'FrameioLambda';

/** Settings of every stack, such as the variables and secrets that the app declares. */
export const SETTINGS: FrameioStackProps = {};

/** Settings that only one stage has, by its name. */
export const STAGES: Readonly<Record<string, FrameioStackProps>> = {
  dev: { signingSecretsRemovalPolicy: RemovalPolicy.DESTROY },
  staging: {},
  prod: { terminationProtection: true },
};
