import { loopbackHosts } from '../config-values.ts';
import { pushOrigin } from '../push-origin.ts';
import { defineCheck } from './check.ts';
import { ewsUrlOf } from './endpoint.ts';

/** Whether the address that clients see keeps their tokens to themselves, and how the gateway learns what happens in mailboxes. */
export const publicUrl = defineCheck({
  name: 'public-url',
  title: 'Public address',
  needs: ['config', 'server'],
  run: async ({ config, server }) => {
    const { publicUrl: url, notifications } = config;
    const canPush = pushOrigin(url, ewsUrlOf(server)) !== undefined;
    const details = [
      notifications === 'auto'
        ? `live events by streaming${canPush ? ', push' : ''}, pull or polling, as the server can`
        : `live events by ${notifications} alone (EWS_NOTIFICATIONS)`,
    ];
    if (url === undefined)
      return { status: 'ok', found: 'links are made for whatever address a request came to', details };
    if (url.protocol === 'https:' || loopbackHosts.test(url.hostname))
      return { status: 'ok', found: url.origin, details };
    return {
      status: 'warning',
      found: `${url.origin} is without TLS`,
      details,
      advice: [
        'Tokens and mail can be read on the way: put something before the gateway that speaks https, and name that in PUBLIC_URL.',
      ],
    };
  },
});
