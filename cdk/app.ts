import { App } from 'aws-cdk-lib';
import { FrameioStack } from './frameio-stack.ts';
import { SETTINGS, STACK_NAME } from './settings.ts';

new FrameioStack(new App(), STACK_NAME, SETTINGS);
