import type { ApiPromise } from '../../transport/api-promise.ts';
import type { RequestOptions } from '../../transport/api-request.ts';
import { path } from '../../transport/path.ts';
import type { CommaSeparated } from '../../transport/query.ts';
import type { FieldDefinition } from '../field-definitions.ts';
import type { Share } from '../share-types.ts';
import { Shares } from '../shares.ts';

/** Objects that `include` can add to a share. */
export type ShareInclude = CommaSeparated<'visible_field_definitions' | 'featured_field_definition'>;

/** Request of the experimental `shares.show`. It may hold the options of the call, as in the stable API. */
export interface ShowShareRequest extends RequestOptions {
  readonly include?: ShareInclude;
}

/** A share with the objects that `include` requests. */
export interface ShareWithIncludes extends Share {
  readonly visible_field_definitions?: readonly FieldDefinition[];
  readonly featured_field_definition?: FieldDefinition | null;
}

/** Shares, with the options of Frame.io's experimental API. */
export class ExperimentalShares extends Shares {
  override show(
    accountId: string,
    shareId: string,
    request: ShowShareRequest = {},
    options: RequestOptions = request,
  ): ApiPromise<{ readonly data: ShareWithIncludes }> {
    return this.call({
      operation: 'shares.show',
      method: 'GET',
      path: path`/v4/accounts/${accountId}/shares/${shareId}`,
      query: { include: request.include },
      options,
    });
  }
}
