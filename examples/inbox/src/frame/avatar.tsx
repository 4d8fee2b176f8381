import { hue, initials } from './person.ts';

/** A coloured disc with initials, for eyes only. */
export const Avatar = ({ name }: { readonly name: string }) => (
  <span className="avatar" aria-hidden="true" style={{ '--hue': hue(name) } as React.CSSProperties}>
    {initials(name)}
  </span>
);
