import { FrameioClient } from '../../lib/client/client.ts';
import { ENV, requireEnv } from '../../lib/core/env.ts';
import { API_TOKEN } from '../secrets.ts';
import { commentHandler } from './comment-handler.ts';

/** The API client with every operation, retries, pages, uploads and credentials. */
export const handler = commentHandler(new FrameioClient({ token: API_TOKEN, baseUrl: requireEnv(ENV.frameioBaseUrl) }));
