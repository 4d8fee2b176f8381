import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const gateway = 'http://127.0.0.1:4000';

// oxlint-disable-next-line import/no-default-export -- Vite reads nothing else.
export default defineConfig({
  plugins: [react()],
  // The gateway serves the inbox from here.
  build: { outDir: '../../dist/inbox', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  // The page of a developer asks its own origin, too: links to attachments go to the gateway itself.
  server: { proxy: { '/graphql': gateway, '/attachments': gateway, '/mime': gateway } },
});
