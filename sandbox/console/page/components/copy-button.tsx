import { useState } from 'preact/hooks';

interface CopyButtonProps {
  readonly label: string;
  /** Returns the text to copy. */
  readonly text: () => string | Promise<string>;
}

/** A button that copies a text. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(await text());
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 1_500);
  };
  return (
    <button type="button" class="quiet" onClick={copy}>
      {isCopied ? 'Copied' : label}
    </button>
  );
}
