import { App } from 'aws-cdk-lib';
import { FrameioStack } from 'frameio-lambda/cdk';

// The stack that `npx cdk deploy` deploys. Its props set the variables and secrets that the app declares.
new FrameioStack(new App(), 'FrameioLambda');
