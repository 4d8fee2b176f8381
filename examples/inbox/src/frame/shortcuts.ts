import { useEffect, useRef } from 'react';

/** What keys do, by `KeyboardEvent.key`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** Every shortcut with its meaning, as the help shows them. */
export const shortcutHelp: readonly (readonly [keys: string, meaning: string])[] = [
  ['j / ↓', 'Next message'],
  ['k / ↑', 'Previous message'],
  ['Enter / o', 'Open the message'],
  ['Esc', 'Back to the list; close'],
  ['c', 'New message'],
  ['r', 'Reply'],
  ['a', 'Reply to all'],
  ['f', 'Forward'],
  ['s', 'Flag, or take the flag away'],
  ['u', 'Mark as unread or read'],
  ['m', 'Move to a folder'],
  ['# / Delete', 'Delete'],
  ['/', 'Search'],
  ['g', 'Go to a folder'],
  ['1', 'Mail'],
  ['2', 'Calendar'],
  ['← / →', 'Calendar: week before, week after'],
  ['t', 'Calendar: this week'],
  ['d', 'Dark or light'],
  ['?', 'This help'],
];

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select'));

/** Keys that a link or button under the focus takes for itself. */
const isOwnKey = ({ key, target }: KeyboardEvent): boolean =>
  (key === 'Enter' || key === ' ') && target instanceof Element && target.closest('a, button, summary') !== null;

/** Listens to keys wherever the focus is, but not while somebody types, in an open dialog, or together with Ctrl, Alt or Cmd. */
export const useShortcuts = (shortcuts: Shortcuts): void => {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
      if (isTyping(event.target) || isOwnKey(event) || document.querySelector('dialog[open]') !== null) return;
      const action = latest.current[event.key];
      if (action === undefined) return;
      event.preventDefault();
      action();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
};
