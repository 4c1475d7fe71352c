import { RemovalPolicy } from 'aws-cdk-lib';
import type { FrameioStackProps } from 'frameio-lambda/cdk';

/** Name of the stack in CloudFormation. A stage adds its own name: `FrameioLambda-prod`. */
export const STACK_NAME = 'FrameioLambda';

/** Settings of every deployed stack that differ from the defaults. The sandbox uses them too. */
export const SETTINGS: FrameioStackProps = {};

/** Settings that only one stage has, by its name. `npm run deploy -- -c stage=prod` deploys a stage. */
export const STAGES: Readonly<Record<string, FrameioStackProps>> = {
  dev: { signingSecretsRemovalPolicy: RemovalPolicy.DESTROY },
  staging: {},
  prod: { terminationProtection: true },
};
