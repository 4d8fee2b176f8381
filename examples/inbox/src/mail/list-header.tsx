import { routeHref, type Route } from '../frame/route.ts';

const choices: readonly (readonly [Route['only'], string])[] = [
  ['all', 'All'],
  ['unread', 'Unread'],
  ['flagged', 'Flagged'],
];

interface ListHeaderProps {
  readonly route: Route;
  readonly name: string;
  /** How many the search found; undefined when nobody searches. */
  readonly found: number | undefined;
}

/** The name of the list, and what of it is shown. */
export const ListHeader = ({ route, name, found }: ListHeaderProps) => (
  <header className="list-header">
    <h1>{route.search === '' ? name : `“${route.search}”`}</h1>
    {route.search === '' ? (
      <nav aria-label="Show" className="choices">
        {choices.map(([only, label]) => (
          <a
            key={only}
            href={routeHref({ ...route, only, message: '' })}
            aria-current={route.only === only ? 'true' : undefined}
          >
            {label}
          </a>
        ))}
      </nav>
    ) : (
      <p className="muted" role="status">
        {found === undefined ? 'Searching' : `${found} found in ${name}`} ·{' '}
        <a href={routeHref({ ...route, search: '', message: '' })}>Clear</a>
      </p>
    )}
  </header>
);
