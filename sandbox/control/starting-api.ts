import type { Listener } from '../http/listen.ts';
import { API_VERSION, API_VERSION_HEADER } from '../sandbox-api.ts';

/** Answers that the sandbox is starting, until its own API is ready. */
export class StartingApi {
  #ready: Listener = (_, response) => {
    const error = 'The sandbox is starting. Send the request again in a moment.';
    response.setHeader(API_VERSION_HEADER, API_VERSION);
    response.writeHead(503, { 'content-type': 'application/json', 'retry-after': '1' });
    response.end(`${JSON.stringify({ error })}\n`);
  };

  /** Serves the API as soon as it is ready. */
  readonly listener: Listener = (request, response) => this.#ready(request, response);

  /** Passes all later requests to the API. */
  open(api: Listener): void {
    this.#ready = api;
  }
}
