import { App } from 'aws-cdk-lib';
import { FrameioStack } from 'frameio-lambda/cdk';
import { SETTINGS, STACK_NAME } from './settings.ts';

new FrameioStack(new App(), STACK_NAME, SETTINGS);
