import type { Failure } from './failure.ts';

/** Stands where something cannot be shown, says why, and lets it be tried again. */
export const FailurePanel = ({ failure, retry }: { readonly failure: Failure; readonly retry: () => void }) => (
  <div className="failure-panel" role="alert">
    <h2>This cannot be shown now</h2>
    <p>{failure.detail}</p>
    <p className="muted">
      <code>{failure.code}</code>
      {failure.waitMs > 0 && ` The gateway asks to wait ${Math.ceil(failure.waitMs / 1000)} s.`}
    </p>
    <button type="button" className="primary" onClick={retry}>
      Try again
    </button>
  </div>
);
