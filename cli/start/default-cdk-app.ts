// The CDK app of a project without cdk.json. `start` runs it in a process of its own.

import { App } from 'aws-cdk-lib';
import { FrameioStack } from '../../cdk/index.ts';

new FrameioStack(new App(), 'FrameioLambda');
