import { defineCheck } from './check.ts';

/** The releases that the gateway's own tests have run under. https://nodejs.org/en/about/previous-releases */
const verified: ReadonlySet<number> = new Set([20, 22, 24]);

/** The least release of the oldest one; as in package.json. */
const least = { major: 20, minor: 19 };

/** Whether this Node is one that the gateway is tested with. */
export const nodeVersion = defineCheck({
  name: 'node',
  title: 'Node.js',
  needs: [],
  run: async (_facts, examination) => {
    const [major = 0, minor = 0] = examination.nodeVersion.split('.').map(Number);
    const found = `version ${examination.nodeVersion}`;
    if (major < least.major || (major === least.major && minor < least.minor)) {
      const advice = [`Use Node.js ${least.major}.${least.minor} or later, best 24.`];
      return { status: 'failed', found: `${found} is too old`, advice };
    }
    if (verified.has(major)) return { status: 'ok', found };
    const advice = [`It may work; the gateway is tested with ${[...verified].join(', ')}.`];
    return { status: 'warning', found: `${found} has not been verified`, advice };
  },
});
