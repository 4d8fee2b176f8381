import { Dialog } from './dialog.tsx';
import { shortcutHelp } from './shortcuts.ts';

/** Every shortcut. */
export const HelpDialog = ({ onClose }: { readonly onClose: () => void }) => (
  <Dialog title="Keyboard" className="help" onClose={onClose}>
    <dl>
      {shortcutHelp.map(([keys, meaning]) => (
        <div key={keys}>
          <dt>
            {keys.split(' / ').map((key) => (
              <kbd key={key}>{key}</kbd>
            ))}
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  </Dialog>
);
