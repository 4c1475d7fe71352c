import { useEffect, useState } from 'preact/hooks';

/** The theme after each theme. */
const NEXT = { system: 'light', light: 'dark', dark: 'system' } as const;

type Theme = keyof typeof NEXT;

/** Switches between the themes. The browser remembers the choice. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(() => readTheme(localStorage.getItem('theme')));
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    localStorage.setItem('theme', theme);
  }, [theme]);
  return (
    <button type="button" class="quiet" onClick={() => setTheme(NEXT[theme])}>
      ◐ {theme}
    </button>
  );
}

function readTheme(name: string | null): Theme {
  return name === 'light' || name === 'dark' ? name : 'system';
}
