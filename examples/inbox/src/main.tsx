import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Provider } from 'urql';
import { App } from './app.tsx';
import { LiveContext } from './client/live-context.ts';
import { createLive } from './client/live.ts';
import { createMailClient } from './client/mail-client.ts';
import { CrashScreen } from './frame/crash-screen.tsx';
import { NoticesProvider } from './frame/notices.tsx';
import './styles/base.css';
import './styles/frame.css';
import './styles/mail.css';
import './styles/message.css';
import './styles/compose.css';
import './styles/calendar.css';

const live = createLive('/graphql');
const client = createMailClient('/graphql', live);
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <Provider value={client}>
      <LiveContext value={live}>
        <NoticesProvider>
          <CrashScreen>
            <App />
          </CrashScreen>
        </NoticesProvider>
      </LiveContext>
    </Provider>
  </StrictMode>,
);
