/** The metadata field that a share's assets are in order of. */
export interface ShareSortBy {
  readonly field_definition_id: string;
  readonly direction: 'asc' | 'desc';
}

/** What a share shows and allows, and how it looks. */
export interface ShareSettings {
  readonly captions_enabled?: boolean | null;
  readonly transcripts_enabled?: boolean | null;
  /** Shows every version of a version stack, not only the newest. */
  readonly show_all_asset_versions?: boolean | null;
  readonly watermark_enabled?: boolean | null;
  readonly forensic_watermark_enabled?: boolean;
  /** Digital rights management. */
  readonly drm_enabled?: boolean;

  /** Ids of the metadata fields to show in the layout the share has. @default those that the project shows */
  readonly visible_field_definition_ids?: readonly string[];
  /** The metadata field that viewers may always change. */
  readonly featured_field_definition_id?: string | null;
  /** Lets viewers change all fields they see, except Frame.io's own; without it, only the featured one. */
  readonly editable_fields_enabled?: boolean;
  readonly sort_by?: ShareSortBy;

  /** Has to be sent along with any change of how the share looks. */
  readonly layout?: 'grid' | 'list' | 'reel';
  readonly theme?: 'dark' | 'light' | 'neutral';
  /** In hexadecimal: `#FF6600`. */
  readonly accent_color?: string | null;
  /** `fill` may cut off the edges, `fit` does not. */
  readonly thumbnail_scale?: 'fit' | 'fill';
  /** In a grid or list: opens the asset of a share that has only one. */
  readonly open_in_viewer_enabled?: boolean;

  /** In a grid. */
  readonly card_size?: 'small' | 'medium' | 'large';
  /** In a grid or reel. */
  readonly card_aspect_ratio?: 'horizontal' | 'square' | 'vertical';
  /** Shows metadata on the cards of a grid. */
  readonly card_info_enabled?: boolean;
  /** Lines that a card's title has in a grid: 1 or 2. */
  readonly title_line_count?: number;

  /** In a list. */
  readonly list_row_size?: 'small' | 'medium' | 'large';
  /** In a list: shows the icons of its fields next to their texts. */
  readonly icons_visible_on_list?: boolean;
  /** In a list; in pixels. */
  readonly name_column_width?: number | null;

  /** In a reel. */
  readonly reel_card_aspect_ratio?: 'horizontal' | 'square' | 'vertical';
  /** In a reel: true fills the card and may cut off the edges, false fits the picture into it. */
  readonly reel_card_fit_image?: boolean;
  readonly show_asset_name_in_reel_layout?: boolean;
}
