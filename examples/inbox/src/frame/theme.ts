import { useEffect, useState } from 'react';

/** What the reader has chosen; `system` follows the machine. */
export type ThemeChoice = 'system' | 'light' | 'dark';

const key = 'inbox-theme';
const systemIsDark = matchMedia('(prefers-color-scheme: dark)');

const saved = (): ThemeChoice => {
  const value = localStorage.getItem(key);
  return value === 'light' || value === 'dark' ? value : 'system';
};

/** The choice, whether that comes to dark colours now, and the way to the other ones. */
export const useTheme = (): { readonly isDark: boolean; readonly toggle: () => void } => {
  const [choice, setChoice] = useState(saved);
  const [isSystemDark, setIsSystemDark] = useState(systemIsDark.matches);
  useEffect(() => {
    const follow = ({ matches }: MediaQueryListEvent): void => setIsSystemDark(matches);
    systemIsDark.addEventListener('change', follow);
    return () => systemIsDark.removeEventListener('change', follow);
  }, []);
  const isDark = choice === 'system' ? isSystemDark : choice === 'dark';
  useEffect(() => {
    document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  }, [isDark]);
  const toggle = (): void => {
    const next: ThemeChoice = isDark ? 'light' : 'dark';
    // Whoever chooses what the machine has follows the machine again.
    if ((next === 'dark') === isSystemDark) localStorage.removeItem(key);
    else localStorage.setItem(key, next);
    setChoice((next === 'dark') === isSystemDark ? 'system' : next);
  };
  return { isDark, toggle };
};
