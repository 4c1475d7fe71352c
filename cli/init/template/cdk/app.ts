import { App } from 'aws-cdk-lib';
import { FrameioStack, selectStage } from 'frameio-lambda/cdk';
import { SETTINGS, STACK_NAME, STAGES } from './settings.ts';

// The stack that `npm run deploy` deploys, or that of a stage: `npm run deploy -- -c stage=prod`.
const app = new App();
const { stackName, settings } = selectStage(app, STACK_NAME, STAGES);
new FrameioStack(app, stackName, { ...SETTINGS, ...settings });
