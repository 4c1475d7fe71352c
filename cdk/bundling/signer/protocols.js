// Of `@smithy/core/protocols`, what AWS's signer imports.
export { escapeUri } from 'smithy-core/protocols/util-uri-escape/escape-uri.js';
export { HttpRequest } from 'smithy-core/transport/httpRequest.js';
