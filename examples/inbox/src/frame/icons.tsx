import type { ReactNode } from 'react';

const icon = (shape: ReactNode) => () => (
  <svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true" className="glyph">
    {shape}
  </svg>
);

export const ArchiveIcon = icon(<path d="M4 5h16v4H4zM5.500 9v10h13V9M10 13h4" />);
export const AttachmentIcon = icon(
  <path d="m19 11-7.500 7.500a4.500 4.500 0 0 1-6.400-6.400L13 4.300a3 3 0 0 1 4.300 4.300l-7.600 7.600a1.500 1.500 0 0 1-2.200-2.100L14.500 7" />,
);
export const CalendarIcon = icon(<path d="M4 6h16v14H4zM4 10.500h16M8 3.500V8M16 3.500V8" />);
export const CloseIcon = icon(<path d="m6 6 12 12M18 6 6 18" />);
export const ComposeIcon = icon(<path d="M4 20h4L19.500 8.500a2.100 2.100 0 0 0-3-3L5 17zM14.500 7.500l3 3" />);
export const DraftsIcon = icon(<path d="M6 3.500h8l4 4v13H6zM13.500 3.500V8H18M9 13h6M9 16.500h4" />);
export const FlagIcon = icon(<path d="M6 21V4h11.500l-2.500 4.500 2.500 4.500H6" />);
export const FolderIcon = icon(<path d="M3.500 6h6l2 2.500h9V19h-17z" />);
export const ForwardIcon = icon(<path d="m14 6 6 6-6 6M20 12H9a5 5 0 0 0-5 5v2" />);
export const HelpIcon = icon(<path d="M9 9a3 3 0 1 1 4.500 2.600c-1 .6-1.500 1.200-1.500 2.400M12 17.500v.1" />);
export const InboxIcon = icon(<path d="M4 5h16v14H4zM4 13.500h4.500a3.500 3.500 0 0 0 7 0H20" />);
export const JunkIcon = icon(<path d="M12 4 21 19.500H3zM12 10v4.500M12 17v.1" />);
export const LeftIcon = icon(<path d="m14.500 6-6 6 6 6" />);
export const MailIcon = icon(<path d="M3.500 5.500h17v13h-17zM4 6.500l8 6.500 8-6.500" />);
export const MenuIcon = icon(<path d="M4 7h16M4 12h16M4 17h16" />);
export const MoonIcon = icon(<path d="M19.500 14.500A8 8 0 0 1 9.500 4.500a8 8 0 1 0 10 10z" />);
export const MoveIcon = icon(<path d="M3.500 6h6l2 2.500h9V19h-17zM9 14h6M12.500 11.500 15 14l-2.500 2.500" />);
export const ReplyAllIcon = icon(<path d="m11 6-6 6 6 6M7 6l-6 6 6 6M5 12h11a5 5 0 0 1 5 5v2" />);
export const ReplyIcon = icon(<path d="m10 6-6 6 6 6M4 12h11a5 5 0 0 1 5 5v2" />);
export const RightIcon = icon(<path d="m9.500 6 6 6-6 6" />);
export const SearchIcon = icon(
  <path d="M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 20 20" />,
);
export const SendIcon = icon(<path d="m4 12 16.500-8L15 20.500 11.500 13zM11.500 13l9-9" />);
export const SunIcon = icon(
  <path d="M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2.500V5M12 19v2.500M2.500 12H5M19 12h2.500M5.300 5.300 7 7M17 17l1.700 1.700M18.700 5.300 17 7M7 17l-1.700 1.700" />,
);
export const ThemeIcon = icon(
  <path d="M12 20a8 8 0 1 0 0-16 8 8 0 0 0 0 16zM12 4v16M12 8.500h7M12 12h8M12 15.500h7" />,
);
export const TrashIcon = icon(
  <path d="M5 7h14M9.500 7V4.500h5V7M6.500 7l1 13h9l1-13M10.500 11v5.500M13.500 11v5.500" />,
);
export const UnreadIcon = icon(
  <path d="M20.500 11v7.500h-17v-13H14M4 6.500l8 6.500 3-2.400M19 7.500a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z" />,
);
