/**
 * The client for the Frame.io V4 API.
 *
 * @module frameio-lambda/client
 */

export { ServerToServerAuth, type ServerToServerOptions } from './auth/server-to-server-auth.ts';
export type { TokenOption } from './auth/token-option.ts';
export type { TokenSource } from './auth/token-source.ts';
export { FrameioClient, type FrameioClientOptions, type FrameioClientSettings, type RawRequest } from './client.ts';
