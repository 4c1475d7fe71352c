import { checkFields } from './check-fields.ts';
import type { FieldRule, FieldRules, FieldValues } from './field-rules.ts';
import type { User } from './objects.ts';
import type { CallLimit } from './rate-limit.ts';
import { readQuery } from './read-query.ts';
import { problem, type Reply, unprocessable } from './reply.ts';
import type { World } from './world.ts';

/** A call as it arrives, once the token has proved good. */
export interface IncomingCall {
  readonly world: World;
  /** Whom the token belongs to. */
  readonly user: User;
  /** The name and port the caller knows Frame.io by. */
  readonly host: string;
  readonly path: string;
  /** The values of the path template's parameters. */
  readonly ids: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** The parsed body; `{}` when the method has none. */
  readonly body: unknown;
}

/** What an operation's handler is given: the call, with everything in it checked. */
interface CheckedCall<Ids extends FieldRules, Query extends FieldRules, Body extends FieldRules>
  extends Pick<IncomingCall, 'world' | 'user' | 'host' | 'path'> {
  readonly ids: FieldValues<Ids>;
  readonly query: FieldValues<Query>;
  readonly body: FieldValues<Body>;
}

/** One operation of the API, as the OpenAPI document describes it. */
interface Definition<Ids extends FieldRules, Query extends FieldRules, Body extends FieldRules> {
  /** `operationId` in the OpenAPI document. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  /** With parameters in braces, such as `/v4/accounts/{account_id}`. */
  readonly path: string;
  readonly limit: CallLimit;
  /** Rules for the path's parameters, the query's, and the fields of the body. */
  readonly ids: Ids;
  readonly query: Query;
  readonly body: Body;
  readonly handle: (call: CheckedCall<Ids, Query, Body>) => Reply;
}

/** An operation that can be called. */
export interface Operation extends Omit<Definition<FieldRules, FieldRules, FieldRules>, 'handle'> {
  readonly run: (call: IncomingCall) => Reply;
}

/** A UUID, or the id of an asset in Adobe's storage (OpenAPI document, `FrameOrAdobeId`). */
export const ID = {
  type: 'string',
  required: true,
  format: { name: 'a UUID', pattern: /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|adobe:.+)$/ },
} as const satisfies FieldRule;

/** Puts the checks before a handler; what is wrong with path, query and body is answered together. */
export function operation<const Ids extends FieldRules, const Query extends FieldRules, const Body extends FieldRules>({
  handle,
  ...definition
}: Definition<Ids, Query, Body>): Operation {
  return {
    ...definition,
    run: (call) => {
      const ids = checkFields(call.ids, definition.ids);
      const query = readQuery(call.query, definition.query);
      const body = checkFields(call.body, definition.body);
      if (!ids.ok || !query.ok || !body.ok) {
        return unprocessable([ids, query, body].flatMap((checked) => (checked.ok ? [] : checked.errors)));
      }
      // An account the user is not in answers like one that does not exist: a 403 would tell that it does.
      if (call.ids.account_id !== undefined && call.ids.account_id !== call.world.account.id) return problem(404);
      return handle({ ...call, ids: ids.value, query: query.value, body: body.value });
    },
  };
}
