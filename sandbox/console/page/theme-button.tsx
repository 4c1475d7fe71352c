import { useEffect, useState } from 'preact/hooks';

const THEMES = ['system', 'light', 'dark'] as const;

/** Switches between the themes. The browser remembers the choice. */
export function ThemeButton() {
  const [index, setIndex] = useState(() =>
    Math.max(
      0,
      THEMES.findIndex((name) => name === localStorage.getItem('theme')),
    ),
  );
  const theme = THEMES[index] ?? 'system';
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('theme', theme);
  }, [theme]);
  return (
    <button type="button" class="quiet" onClick={() => setIndex((index + 1) % THEMES.length)}>
      ◐ {theme}
    </button>
  );
}
