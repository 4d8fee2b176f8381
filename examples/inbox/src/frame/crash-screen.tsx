import { Component, type ReactNode } from 'react';

interface CrashScreenState {
  readonly hasCrashed: boolean;
}

/** Stands in for everything when the application itself has failed, so that its reader is not left with an empty page. */
export class CrashScreen extends Component<{ readonly children: ReactNode }, CrashScreenState> {
  override state: CrashScreenState = { hasCrashed: false };

  static getDerivedStateFromError(): CrashScreenState {
    return { hasCrashed: true };
  }

  override render(): ReactNode {
    if (!this.state.hasCrashed) return this.props.children;
    return (
      <div className="failure-panel" role="alert">
        <h1>The inbox has stopped</h1>
        <p>Your mail is safe: this page keeps nothing.</p>
        <button type="button" className="primary" onClick={() => location.reload()}>
          Open it again
        </button>
      </div>
    );
  }
}
