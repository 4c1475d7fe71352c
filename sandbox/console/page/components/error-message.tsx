/** What went wrong, and what to do. */
export function ErrorMessage({ text }: { readonly text: string | undefined }) {
  return text === undefined ? null : (
    <p class="error" role="alert">
      {text}
    </p>
  );
}
