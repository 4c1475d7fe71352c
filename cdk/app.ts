import { App } from 'aws-cdk-lib';
import { FrameioStack } from './frameio-stack.ts';

new FrameioStack(new App(), 'FrameioLambda');
