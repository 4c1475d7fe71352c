import { formatDuration, Time } from './components/time.tsx';
import { appError, codeChange } from './live.ts';

/** Which version of the user's code is live, and the last build error. */
export function CodeStatus() {
  const change = codeChange.value;
  if (appError.value !== undefined) return <Failure summary="app not read" text={appError.value} />;
  if (!change) return null;
  if (change.kind === 'code_reloaded') {
    return (
      <output>
        code live since <Time iso={change.time} />, after {formatDuration(change.durationMs)}
      </output>
    );
  }
  return <Failure summary="build failed" text={change.messages.join('\n')} />;
}

function Failure({ summary, text }: { readonly summary: string; readonly text: string }) {
  return (
    <details class="build-error">
      <summary>✕ {summary}</summary>
      <pre>{text}</pre>
    </details>
  );
}
