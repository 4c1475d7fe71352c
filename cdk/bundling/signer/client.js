// Of `@smithy/core/client`, what AWS's signer imports.
export { normalizeProvider } from 'smithy-core/transport/normalizeProvider.js';
