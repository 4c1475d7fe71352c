import { useState } from 'preact/hooks';
import { ErrorMessage } from './error-message.tsx';
import { useCall } from './use-call.ts';

interface CopyButtonProps {
  readonly label: string;
  /** Returns the text to copy. */
  readonly text: () => string | Promise<string>;
}

/** A button that copies a text. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false);
  const { run, error } = useCall();
  const copy = async () => {
    await navigator.clipboard.writeText(await text());
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), 1_500);
  };
  return (
    <>
      <button type="button" class="quiet" onClick={() => run(copy)}>
        {isCopied ? 'Copied' : label}
      </button>
      <ErrorMessage text={error} />
    </>
  );
}
