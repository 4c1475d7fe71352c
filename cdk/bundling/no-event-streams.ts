// Replaces the AWS SDK's event streams, 20 KB of a bundle. The framework uses no operation that streams events. Clients
// with such operations, such as the S3 client, work for all their other operations.

/** @throws Error always. */
function missing(): never {
  throw new Error(
    'This bundle contains no event streams. To use them, remove their alias from cdk/bundling/aliases.ts.',
  );
}

class Missing {
  constructor() {
    missing();
  }
}

/** Returns a client's configuration unchanged. */
export const resolveEventStreamSerdeConfig = <Config>(config: Config): Config => config;

export {
  Missing as EventStreamCodec,
  Missing as EventStreamMarshaller,
  Missing as EventStreamSerde,
  Missing as HeaderMarshaller,
  Missing as Int64,
  Missing as MessageDecoderStream,
  Missing as MessageEncoderStream,
  Missing as SmithyMessageDecoderStream,
  Missing as SmithyMessageEncoderStream,
  Missing as UniversalEventStreamMarshaller,
  missing as eventStreamSerdeProvider,
  missing as getChunkedStream,
  missing as getMessageUnmarshaller,
  missing as getUnmarshalledStream,
  missing as iterableToReadableStream,
  missing as readableStreamToIterable,
  missing as universalEventStreamSerdeProvider,
};
