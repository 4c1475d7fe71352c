/** The metadata field that a share's assets are sorted by. */
export interface ShareSortBy {
  readonly field_definition_id: string;
  readonly direction: 'asc' | 'desc';
}

/** Contents, permissions and appearance of a share. */
export interface ShareSettings {
  readonly captions_enabled?: boolean | null;
  readonly transcripts_enabled?: boolean | null;
  /** Whether to show every version of a version stack, not only the newest. */
  readonly show_all_asset_versions?: boolean | null;
  readonly watermark_enabled?: boolean | null;
  /** Template of the watermark. */
  readonly watermark_template_id?: string | null;
  readonly forensic_watermark_enabled?: boolean;
  /** Digital rights management. */
  readonly drm_enabled?: boolean;

  /** Ids of the metadata fields to show in the share's layout. @default those that the project shows */
  readonly visible_field_definition_ids?: readonly string[];
  /** The metadata field that viewers may always change. */
  readonly featured_field_definition_id?: string | null;
  /** Whether viewers may change all visible fields except Frame.io's own, or only the featured one. */
  readonly editable_fields_enabled?: boolean;
  readonly sort_by?: ShareSortBy;

  /** Required with every change of the share's appearance. */
  readonly layout?: 'grid' | 'list' | 'reel';
  readonly theme?: 'dark' | 'light' | 'neutral';
  /** In hexadecimal: `#FF6600`. */
  readonly accent_color?: string | null;
  /** `fill` may cut off the edges; `fit` does not. */
  readonly thumbnail_scale?: 'fit' | 'fill';
  /** Grid or list: whether the link opens the asset, if the share has only one. */
  readonly open_in_viewer_enabled?: boolean;

  /** For a grid. */
  readonly card_size?: 'small' | 'medium' | 'large';
  /** For a grid or reel. */
  readonly card_aspect_ratio?: 'horizontal' | 'square' | 'vertical';
  /** Grid: whether cards show metadata. */
  readonly card_info_enabled?: boolean;
  /** Grid: lines of a card's title, 1 or 2. */
  readonly title_line_count?: number;

  /** For a list. */
  readonly list_row_size?: 'small' | 'medium' | 'large';
  /** List: whether to show icons beside the names of fields. */
  readonly icons_visible_on_list?: boolean;
  /** List: width in pixels. */
  readonly name_column_width?: number | null;

  /** For a reel. */
  readonly reel_card_aspect_ratio?: 'horizontal' | 'square' | 'vertical';
  /** Reel: `true` fills the card and may cut off the edges; `false` fits the picture into it. */
  readonly reel_card_fit_image?: boolean;
  readonly show_asset_name_in_reel_layout?: boolean;
}
