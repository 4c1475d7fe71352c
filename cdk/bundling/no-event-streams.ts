// In place of the AWS SDK's event streams, 20 KB of a bundle. The framework uses no operation that streams events. Clients
// that have such operations among others, such as S3's, work without them.

/** @throws Error: there are none. */
function missing(): never {
  throw new Error(
    'There are no event streams in this bundle: to have them, take their alias out of cdk/bundling/aliases.ts.',
  );
}

class Missing {
  constructor() {
    missing();
  }
}

/** Leaves a client's configuration as it is. */
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
