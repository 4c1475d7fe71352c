import { App, Stack } from 'aws-cdk-lib';
import { FrameioWebhook } from 'frameio-lambda/cdk';

const stack = new Stack(new App(), 'OwnStack');
new FrameioWebhook(stack, 'Reviews');
