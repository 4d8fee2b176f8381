import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';
import { CloseIcon } from './icons.tsx';
import type { Failure } from './failure.ts';

/** A short word to the reader. */
interface Notice {
  readonly text: string;
  /** The gateway's code, for support. */
  readonly code?: string;
  readonly isFailure: boolean;
  /** What can be done about it. `afterMs`: not before. */
  readonly action?: { readonly label: string; readonly run: () => void; readonly afterMs?: number };
}

interface Notices {
  /** Says that something was done. */
  readonly say: (text: string, action?: Notice['action']) => void;
  /** Says that something was not, and lets it be tried again where that may help. */
  readonly fail: (failure: Failure, retry?: () => void) => void;
}

const NoticesContext = createContext<Notices | undefined>(undefined);

const shownMs = 8_000;

/** How to say something to the reader. */
export const useNotices = (): Notices => {
  const notices = useContext(NoticesContext);
  if (notices === undefined) throw new Error('useNotices needs a NoticesProvider around it');
  return notices;
};

/** Shows one notice at a time, in a corner, and reads it out. */
export const NoticesProvider = ({ children }: { readonly children: ReactNode }) => {
  const [notice, setNotice] = useState<Notice>();
  const say = useCallback<Notices['say']>(
    (text, action) => setNotice({ text, isFailure: false, ...(action && { action }) }),
    [],
  );
  const fail = useCallback<Notices['fail']>(({ code, detail, isRetryable, waitMs }, retry) => {
    const action = isRetryable && retry !== undefined ? { label: 'Try again', run: retry, afterMs: waitMs } : undefined;
    setNotice({ text: detail, code, isFailure: true, ...(action && { action }) });
  }, []);
  const notices = useMemo(() => ({ say, fail }), [say, fail]);
  const close = useCallback(() => setNotice(undefined), []);

  useEffect(() => {
    if (notice === undefined || notice.isFailure) return undefined;
    const timer = setTimeout(close, shownMs);
    return () => clearTimeout(timer);
  }, [notice, close]);

  return (
    <NoticesContext value={notices}>
      {children}
      <div className="notices" role={notice?.isFailure === true ? 'alert' : 'status'}>
        {notice && <NoticeCard key={notice.text} notice={notice} close={close} />}
      </div>
    </NoticesContext>
  );
};

const NoticeCard = ({
  notice: { text, code, isFailure, action },
  close,
}: {
  readonly notice: Notice;
  readonly close: () => void;
}) => {
  const isWaiting = useIsWaiting(action?.afterMs ?? 0);
  return (
    <div className={isFailure ? 'notice failure' : 'notice'}>
      <p>
        {text}
        {code !== undefined && <code>{code}</code>}
      </p>
      {action && (
        <button
          type="button"
          className="link"
          disabled={isWaiting}
          onClick={() => {
            close();
            action.run();
          }}
        >
          {action.label}
        </button>
      )}
      <button type="button" className="icon" aria-label="Close the notice" onClick={close}>
        <CloseIcon />
      </button>
    </div>
  );
};

/** True until this many milliseconds have gone by. */
const useIsWaiting = (ms: number): boolean => {
  const [isWaiting, setIsWaiting] = useState(ms > 0);
  useEffect(() => {
    if (ms === 0) return undefined;
    const timer = setTimeout(() => setIsWaiting(false), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return isWaiting;
};
