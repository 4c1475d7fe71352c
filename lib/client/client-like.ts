/**
 * What a client has to look like for an `App` to take it: the official SDK's does, as does `FrameioClient`. Handlers are
 * given it under its own type.
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
