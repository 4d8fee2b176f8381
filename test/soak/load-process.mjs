/*
 * Sends operations as fast as they are answered, over so many connections, in a process of its own: whoever measures times must not be held up by whoever
 * makes the load. Told what to do over its channel (`Load` in load.ts), answers with `Loaded`. Ends with whoever started it.
 */
import autocannon from 'autocannon';

/** The least time that so many of 100 do not exceed. */
const quantile = (sorted, share) => sorted[Math.min(Math.floor(sorted.length * share), sorted.length - 1)];

const run = ({ origin, authorization, connections, seconds, bodies }) =>
  new Promise((resolve, reject) => {
    const times = new Map();
    let faulty = 0;
    let clients = 0;
    const onResponse = (status, body) => {
      if (status === 200 && body.includes('"errors":')) faulty += 1;
    };
    const requests = bodies.map((body) => ({ body, onResponse }));
    autocannon(
      {
        url: `${origin}/graphql`,
        connections,
        duration: seconds,
        timeout: 30,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization },
        requests,
        setupClient: (client) => {
          // One each: to make all of them for hundreds of clients takes time that would count as the gateway's.
          client.setRequests([requests[clients++ % requests.length]]);
          client.on('response', (status, _bytes, ms) => {
            if (!times.has(status)) times.set(status, []);
            times.get(status).push(ms);
          });
        },
      },
      (error, result) => {
        if (error) return reject(error);
        const { errors, timeouts, duration } = result;
        const statuses = [...times].map(([status, list]) => {
          const sorted = list.toSorted((one, other) => one - other);
          const [p50, p99, longest] = [0.5, 0.99, 1].map((share) => quantile(sorted, share));
          return [status, { count: sorted.length, perSecond: sorted.length / duration, p50, p99, longest }];
        });
        return resolve({ statuses: Object.fromEntries(statuses), faulty, errors, timeouts });
      },
    );
  });

process.on('message', (load) => void run(load).then((loaded) => process.send(loaded)));
process.on('disconnect', () => process.exit());
process.send('ready');
