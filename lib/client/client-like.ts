/**
 * Shape of the clients that an `App` accepts. The official SDK's client has it, and so does `FrameioClient`. Handlers
 * receive the client with its own type.
 */
export interface FrameioClientLike {
  readonly users: {
    show(): PromiseLike<{ readonly data: { readonly id: string } }>;
  };
  readonly files: {
    show(accountId: string, fileId: string): PromiseLike<{ readonly data: { readonly id: string } }>;
  };
  readonly comments: {
    create(
      accountId: string,
      fileId: string,
      request: { readonly data: { readonly text: string } },
    ): PromiseLike<{ readonly data: { readonly id: string } }>;
  };
}
