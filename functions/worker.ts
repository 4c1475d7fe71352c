interface SqsBatch {
  readonly Records: readonly { readonly messageId: string }[];
}

export const handler = async ({ Records }: SqsBatch) => ({
  batchItemFailures: Records.map(({ messageId }) => ({ itemIdentifier: messageId })),
});
