import type { ServerResponse } from 'node:http';
import type { Routable } from '../frameio/api/router.ts';
import type { ControlResponse } from './control-response.ts';

/** A call of the control API. */
export interface ControlCall {
  /** Values of the parameters in the path. */
  readonly ids: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** Returns `undefined` for a body that is too long. */
  readonly readBody: () => Promise<Buffer | undefined>;
}

/** A response that the route itself writes. */
export interface StreamedResponse {
  readonly stream: (response: ServerResponse) => void;
}

/** One operation of the control API. */
export interface ControlRoute extends Routable {
  /** Handles a call. An error ends only this call. */
  readonly handle: (
    call: ControlCall,
  ) => ControlResponse | StreamedResponse | Promise<ControlResponse | StreamedResponse>;
}
