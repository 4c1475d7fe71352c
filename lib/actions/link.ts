/** A link that Frame.io shows with a button to copy it. It has no data. */
export type LinkField = {
  readonly type: 'link';
  readonly label: string;
  readonly value: string;
};

/** Creates a link to show: `link({ label: 'Proxy', value: 'https://example.com/proxy.mp4' })`. */
export function link({ label, value }: Omit<LinkField, 'type'>): LinkField {
  return { type: 'link', label, value };
}
