import { App } from 'frameio-lambda';
import { reviewFile } from './review-file.ts';

export const app = new App();

app.onWebhook('file.ready', reviewFile, { name: 'review-file' });
