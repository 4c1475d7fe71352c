/**
 * A fault to simulate in a download. A number is the status of an error response. `hang` never responds. `ignore_range`
 * sends the whole content with 200. `new_content` sends other content of the same size. `cutAfterBytes` closes the
 * connection, `stallAfterBytes` sends nothing more, and `endAfterBytes` ends the response without a stated size.
 * `extraBytes` changes the size of the content.
 */
export type MediaFault =
  | number
  | 'hang'
  | 'ignore_range'
  | 'new_content'
  | { readonly cutAfterBytes: number }
  | { readonly stallAfterBytes: number }
  | { readonly endAfterBytes: number }
  | { readonly extraBytes: number };

/** How a fault changes a response. */
export interface MediaFaultEffect {
  readonly ignoresRange: boolean;
  readonly hasNewContent: boolean;
  /** Bytes to add to the content, or to remove if negative. */
  readonly extraBytes: number;
  /** Number of bytes after which the response breaks. */
  readonly breaksAfterBytes: number;
  /** What happens then. */
  readonly breaksBy: 'close' | 'stall' | 'end';
}

/** Returns the effect of a fault on a response with content. */
export function effectOfMediaFault(fault: MediaFault | undefined): MediaFaultEffect {
  const normal: MediaFaultEffect = {
    ignoresRange: fault === 'ignore_range',
    hasNewContent: fault === 'new_content',
    extraBytes: 0,
    breaksAfterBytes: Number.POSITIVE_INFINITY,
    breaksBy: 'end',
  };
  if (typeof fault !== 'object') return normal;
  if ('extraBytes' in fault) return { ...normal, extraBytes: fault.extraBytes };
  if ('cutAfterBytes' in fault) return { ...normal, breaksAfterBytes: fault.cutAfterBytes, breaksBy: 'close' };
  if ('stallAfterBytes' in fault) return { ...normal, breaksAfterBytes: fault.stallAfterBytes, breaksBy: 'stall' };
  return { ...normal, breaksAfterBytes: fault.endAfterBytes };
}
