import type { Config, GatewayConfig } from '../config.ts';
import { defineCheck } from './check.ts';

/** Which mail server the gateway speaks with; the embedded one is started. */
export const mailServer = defineCheck({
  name: 'mail-server',
  title: 'Mail server',
  needs: ['config'],
  teaches: ['server'],
  run: async ({ config }, { onEnd }) => {
    const server = await started(config, onEnd);
    const learnt = { server };
    if (server.mode === 'embedded') return { status: 'ok', found: 'the embedded WorkMail, started for this', learnt };
    if (server.mode === 'ews') return { status: 'ok', found: `EWS at ${server.ews.ewsUrl.host}`, learnt };
    const { organizationId, region, ewsUrl } = server.workmail;
    const found = `Amazon WorkMail, organisation ${organizationId} in ${region}, EWS at ${ewsUrl.host}`;
    const advice = regionMismatch(region, ewsUrl);
    return advice === undefined ? { status: 'ok', found, learnt } : { status: 'failed', found, advice: [advice] };
  },
});

const started = async (config: Config, onEnd: (close: () => Promise<void>) => void): Promise<GatewayConfig> => {
  if (config.mode !== 'embedded') return config;
  const { startEmbedded } = await import('../embedded.ts');
  const embedded = await startEmbedded(config);
  onEnd(embedded.close);
  return embedded.config;
};

/** https://docs.aws.amazon.com/general/latest/gr/workmail.html */
const regionMismatch = (region: string, { hostname }: URL): string | undefined => {
  const [, other] = /^ews\.mail\.([a-z0-9-]+)\.awsapps\.com$/.exec(hostname) ?? [];
  if (other === undefined || other === region) return undefined;
  return `WORKMAIL_EWS_URL leads to ${other}, WORKMAIL_REGION says ${region}: a token of one region opens nothing in another. Leave WORKMAIL_EWS_URL out, or correct one of them.`;
};
