/** The log of the functions about a delivery, one line an entry. A line opens to all of its fields. */
export function LogLines({ lines }: { readonly lines: readonly string[] }) {
  return (
    <details open={lines.length > 0 && lines.length <= 12}>
      <summary>Log ({lines.length === 1 ? '1 line' : `${lines.length} lines`})</summary>
      <ol class="log">
        {lines.map((line, index) => (
          <li key={index}>
            <LogLine line={line} />
          </li>
        ))}
      </ol>
    </details>
  );
}

function LogLine({ line }: { readonly line: string }) {
  const { level, message, fields } = parse(line);
  if (fields === undefined) return <code>{line}</code>;
  return (
    <details>
      <summary>
        <span class={`level ${level.toLowerCase()}`}>{level}</span> {message}
      </summary>
      <pre>{fields}</pre>
    </details>
  );
}

function parse(line: string) {
  try {
    const { level, message, ...fields } = JSON.parse(line);
    if (typeof message !== 'string') return { level: '', message: line, fields: undefined };
    return {
      level: String(level ?? 'INFO'),
      message,
      fields: JSON.stringify(fields, undefined, 2).replaceAll('\\n', '\n'),
    };
  } catch {
    return { level: '', message: line, fields: undefined };
  }
}
