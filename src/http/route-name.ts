/** What requests are counted under: their paths hold ids, and anybody may make up more of them. */
export type RouteName = 'graphql' | 'attachments' | 'mime' | 'notifications' | 'health' | 'ready' | 'metrics' | 'other';

/** Paths, or beginnings of paths where they end with a slash. */
const paths: readonly (readonly [path: string, name: RouteName])[] = [
  ['/graphql', 'graphql'],
  ['/attachments/', 'attachments'],
  ['/mime/', 'mime'],
  ['/ews/notifications/', 'notifications'],
  ['/health', 'health'],
  ['/ready', 'ready'],
  ['/metrics', 'metrics'],
];

/** The route that a path belongs to. */
export const routeName = (pathname: string): RouteName =>
  paths.find(([path]) => (path.endsWith('/') ? pathname.startsWith(path) : pathname === path))?.[1] ?? 'other';
