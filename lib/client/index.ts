/**
 * The client for the Frame.io V4 API.
 *
 * @module frameio-lambda/client
 */

export { ConfigError, FrameioLambdaError } from '../core/errors.ts';
export { type RefreshedToken, ServerToServerAuth, type ServerToServerOptions } from './auth/server-to-server-auth.ts';
export type { TokenOption } from './auth/token-option.ts';
export type { TokenSource } from './auth/token-source.ts';
export { FrameioClient, type FrameioClientOptions, type FrameioClientSettings, type RawRequest } from './client.ts';
export type { FrameioClientLike } from './client-like.ts';
export type { DownloadedFile, DownloadProgress, FileDownload, Rendition } from './download/download.ts';
export {
  type DownloadClient,
  downloadFile,
} from './download/download-file.ts';
export type { DownloadTarget } from './download/target.ts';
export { type ApiCall, ApiCallError, type FailedCall } from './errors/api-call-error.ts';
export { ClientRateLimitError } from './errors/client-rate-limit-error.ts';
export { DownloadError, type FailedDownload, MediaLinkError } from './errors/download-errors.ts';
export {
  type ApiErrorDetail,
  type ApiErrorResponse,
  FrameioApiError,
  type RateLimit,
} from './errors/frameio-api-error.ts';
export { ApiAbortedError, ApiConnectionError, ApiResponseError, ApiTimeoutError } from './errors/no-response-errors.ts';
export {
  BadRequestError,
  ConflictError,
  ForbiddenError,
  NotFoundError,
  RateLimitError,
  RateLimitError as TooManyRequestsError,
  RequestTimeoutError,
  ServerError,
  UnauthorizedError,
  UnprocessableEntityError,
} from './errors/status-errors.ts';
export { TokenExchangeError, type TokenExchangeFailure } from './errors/token-exchange-error.ts';
export { TokenRevocationError } from './errors/token-revocation-error.ts';
export {
  type FailedUpload,
  type RefusedRequest,
  StorageError,
  type UnstackedVersion,
  UploadError,
  VersionStackError,
} from './errors/upload-errors.ts';
export type * as Frameio from './frameio.ts';
export type { ApiHeaders, ApiPromise, ApiResponse } from './transport/api-promise.ts';
export type { HttpMethod, RequestOptions } from './transport/api-request.ts';
export type { ClientHooks, IncomingResponse, OutgoingRequest } from './transport/hooks.ts';
export type { Page, PageLinks, PagePromise } from './transport/page.ts';
export { path } from './transport/path.ts';
export type { CommaSeparated, PageQuery, Query, QueryFilters, QueryValue } from './transport/query.ts';
export type { RateLimiterOptions, RateLimitOption } from './transport/rate-limiter.ts';
export type { UploadProgress } from './upload/send-parts.ts';
export type { FileUpload } from './upload/upload.ts';
export type { UploadBody } from './upload/upload-source.ts';
export type { NewVersion, UploadedVersion } from './upload/version-upload.ts';
