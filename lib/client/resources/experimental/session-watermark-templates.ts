import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import type { PagePromise } from '../../transport/page.ts';
import { path } from '../../transport/path.ts';
import type { CommaSeparated, PageQuery } from '../../transport/query.ts';
import { Resource } from '../resource.ts';
import type { User } from '../users.ts';

/** One piece of text in a block of a watermark. */
export interface SessionWatermarkDataPoint {
  readonly type: 'email' | 'username' | 'ip_address' | 'timestamp' | 'custom_text' | 'user_input';
  /** Position among the pieces of the block. */
  readonly order?: number;
  /** The text, only with `custom_text`. */
  readonly value?: string;
}

/** One of nine places on the picture. */
export type SessionWatermarkPosition =
  | 'top_left'
  | 'top_center'
  | 'top_right'
  | 'middle_left'
  | 'middle_center'
  | 'middle_right'
  | 'bottom_left'
  | 'bottom_center'
  | 'bottom_right';

/** Text over the picture. Whether optional fields can be null in a response is not documented. */
export interface SessionWatermarkBlock {
  readonly data_points: readonly SessionWatermarkDataPoint[];
  readonly name?: string;
  /** Opacity, above 0 and up to 1. */
  readonly alpha?: number;
  readonly font_size?: 'small' | 'medium' | 'large' | 'huge';
  readonly position?: SessionWatermarkPosition;
  /** From 0 to 1. It overrides `position`. */
  readonly position_x?: number;
  /** From 0 to 1. It overrides `position`. */
  readonly position_y?: number;
  readonly position_reference_point?: SessionWatermarkPosition;
  /** In degrees, from -45 to 45. The unit is inferred from the range. */
  readonly rotation?: number;
  /** Direction in which the text moves: left (`rtl`) or right (`ltr`). */
  readonly scroll_text?: 'none' | 'rtl' | 'ltr';
  readonly text_alignment?: 'left' | 'center' | 'right';
  /** In hexadecimal, such as `#FFFFFF`. */
  readonly text_color?: string;
  readonly text_shadow?: boolean;
}

/** A template for watermarks that name the viewer. */
export interface SessionWatermarkTemplate {
  readonly id: string;
  readonly name: string;
  readonly watermark_blocks: readonly SessionWatermarkBlock[];
  readonly creator_id?: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly deleted_at?: string | null;
}

/** A template with the objects that `include` requests. */
export interface SessionWatermarkTemplateWithIncludes extends SessionWatermarkTemplate {
  readonly creator?: User;
}

/** Objects that `include` can add to a template. */
export type SessionWatermarkTemplateInclude = CommaSeparated<'creator'>;

/** Request of `sessionWatermarkTemplates.index`. */
export interface IndexSessionWatermarkTemplatesRequest extends PageQuery {
  readonly include?: SessionWatermarkTemplateInclude;
  readonly sort?: 'name_asc' | 'name_desc' | 'created_at_asc' | 'created_at_desc';
}

/** Request of `sessionWatermarkTemplates.show`. */
export interface ShowSessionWatermarkTemplatesRequest {
  readonly include?: SessionWatermarkTemplateInclude;
}

/** Request of `sessionWatermarkTemplates.create`. */
export interface CreateSessionWatermarkTemplateParams {
  readonly data: Pick<SessionWatermarkTemplate, 'name' | 'watermark_blocks'>;
}

/** Request of `sessionWatermarkTemplates.update`. `watermark_blocks` replaces all blocks. */
export interface UpdateSessionWatermarkTemplateParams {
  readonly data: Partial<CreateSessionWatermarkTemplateParams['data']>;
}

/** Watermark templates of an account. Frame.io's API cannot delete them. */
export class SessionWatermarkTemplates extends Resource {
  /** Lists the templates of the account. */
  index(
    accountId: string,
    request: IndexSessionWatermarkTemplatesRequest = {},
    options?: RequestOptions,
  ): PagePromise<SessionWatermarkTemplateWithIncludes> {
    return this.pages({
      operation: 'sessionWatermarkTemplates.index',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/session_watermark_templates`,
      query: { ...request },
      options,
    });
  }

  /** Returns one template. */
  show(
    accountId: string,
    sessionWatermarkTemplateId: string,
    request: ShowSessionWatermarkTemplatesRequest = {},
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: SessionWatermarkTemplateWithIncludes }> {
    return this.call({
      operation: 'sessionWatermarkTemplates.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/session_watermark_templates/${sessionWatermarkTemplateId}`,
      query: { ...request },
      options,
    });
  }

  /** Adds a template to the account. */
  create(
    accountId: string,
    { data }: CreateSessionWatermarkTemplateParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: SessionWatermarkTemplate }> {
    return this.call({
      operation: 'sessionWatermarkTemplates.create',
      method: 'POST',
      path: path`/v4/accounts/${accountId}/session_watermark_templates`,
      body: { data },
      options,
    });
  }

  /** Changes a template. */
  update(
    accountId: string,
    sessionWatermarkTemplateId: string,
    { data }: UpdateSessionWatermarkTemplateParams,
    options?: RequestOptions,
  ): ApiPromise<{ readonly data: SessionWatermarkTemplate }> {
    return this.call({
      operation: 'sessionWatermarkTemplates.update',
      method: 'PATCH',
      path: path`/v4/accounts/${accountId}/session_watermark_templates/${sessionWatermarkTemplateId}`,
      body: { data },
      options,
    });
  }
}
