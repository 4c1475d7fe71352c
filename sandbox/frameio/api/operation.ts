import { ApiError } from '../api-error.ts';
import type { FrameioState } from '../state/frameio-state.ts';
import type { User } from '../state/stored-resources.ts';
import { checkFields } from '../validation/check-fields.ts';
import type { FieldRule, FieldRules, FieldValues } from '../validation/field-rules.ts';
import { ID_FORMAT, UUID_FORMAT } from '../validation/formats.ts';
import { type ApiResponse, errorResponse, unprocessable } from './api-response.ts';
import type { CallLimit } from './rate-limit.ts';
import { readQuery } from './read-query.ts';

/** A call with a valid token, before its fields are checked. */
export interface IncomingCall {
  readonly state: FrameioState;
  /** The user that the token belongs to. */
  readonly user: User;
  /** Host and port of Frame.io, as the caller addresses them. */
  readonly host: string;
  readonly path: string;
  /** Values of the path parameters. */
  readonly ids: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body; `{}` if the method has none. */
  readonly body: unknown;
}

/** A call with checked fields, for the handler of an operation. */
interface CheckedCall<Ids extends FieldRules, Query extends FieldRules, Body extends FieldRules>
  extends Pick<IncomingCall, 'state' | 'user' | 'host' | 'path'> {
  readonly ids: FieldValues<Ids>;
  readonly query: FieldValues<Query>;
  readonly body: FieldValues<Body>;
}

/** An operation of the API, as the OpenAPI document describes it. */
interface Definition<Ids extends FieldRules, Query extends FieldRules, Body extends FieldRules> {
  /** `operationId` in the OpenAPI document. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** Path with parameters in braces, such as `/v4/accounts/{account_id}`. */
  readonly path: string;
  readonly limit: CallLimit;
  /** Whether the operation exists only in the experimental API. @default false */
  readonly isExperimental?: true;
  /** Rules for the path parameters, the query parameters and the fields of the body. */
  readonly ids: Ids;
  readonly query: Query;
  readonly body: Body;
  /** Whether the document allows fields of the body besides those in `body`. The operation ignores them. @default false */
  readonly isBodyOpen?: true;
  /** An `ApiError` that it throws becomes its response. */
  readonly handle: (call: CheckedCall<Ids, Query, Body>) => ApiResponse;
}

/** An operation that checks its calls. */
export interface Operation extends Omit<Definition<FieldRules, FieldRules, FieldRules>, 'handle'> {
  readonly run: (call: IncomingCall) => ApiResponse;
}

/** Rule for a UUID. */
export const UUID = { type: 'string', required: true, format: UUID_FORMAT } as const satisfies FieldRule;

/** Rule for a UUID, or for the id of an asset in Adobe's storage (OpenAPI document, `FrameOrAdobeId`). */
export const ID = { type: 'string', required: true, format: ID_FORMAT } as const satisfies FieldRule;

/** Creates an operation. It checks path, query and body before the handler runs, and reports all errors together. */
export function operation<const Ids extends FieldRules, const Query extends FieldRules, const Body extends FieldRules>({
  handle,
  ...definition
}: Definition<Ids, Query, Body>): Operation {
  return {
    ...definition,
    run: (call) => {
      const ids = checkFields(call.ids, definition.ids);
      const query = readQuery(call.query, definition.query);
      const body = checkFields(call.body, definition.body, { isOpen: definition.isBodyOpen === true });
      if (!ids.ok || !query.ok || !body.ok) {
        return unprocessable([ids, query, body].flatMap((checked) => (checked.ok ? [] : checked.errors)));
      }
      // 404 for another account, as for one that does not exist: a 403 would reveal that it exists.
      if (call.ids.account_id !== undefined && call.ids.account_id !== call.state.account.id) return errorResponse(404);
      try {
        return handle({ ...call, ids: ids.value, query: query.value, body: body.value });
      } catch (error) {
        if (error instanceof ApiError) return error.response;
        throw error;
      }
    },
  };
}
