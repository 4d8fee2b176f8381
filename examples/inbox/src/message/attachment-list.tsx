import { AttachmentIcon, MailIcon } from '../frame/icons.tsx';

/** A file, or an item such as a message, that hangs on a message or an event. */
export interface ShownAttachment {
  readonly __typename: 'FileAttachment' | 'ItemAttachment';
  readonly id: string;
  readonly name: string;
  readonly sizeBytes: number;
  /** Signed, good for an hour; opens this file alone. Only of files. */
  readonly downloadUrl?: string;
}

const units = ['bytes', 'KB', 'MB', 'GB'];

/** A size for people. */
export const sizeText = (bytes: number): string => {
  const power = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const amount = bytes / 1000 ** power;
  return `${amount < 10 && power > 0 ? amount.toFixed(1) : Math.round(amount)} ${units[power] ?? ''}`;
};

/** The attachments, files as links to their download. */
export const AttachmentList = ({ attachments }: { readonly attachments: readonly ShownAttachment[] }) =>
  attachments.length > 0 && (
    <ul className="attachments" aria-label="Attachments">
      {attachments.map((attachment) => {
        const { id, name, sizeBytes, downloadUrl } = attachment;
        const text = (
          <>
            <span className="name">{name || 'Unnamed'}</span>
            <span className="muted">{sizeText(sizeBytes)}</span>
          </>
        );
        return (
          <li key={id}>
            {downloadUrl === undefined ? (
              <span className="chip">
                <MailIcon />
                {text}
              </span>
            ) : (
              <a className="chip" href={downloadUrl} download={name}>
                <AttachmentIcon />
                {text}
              </a>
            )}
          </li>
        );
      })}
    </ul>
  );
