import { useRef } from 'react';
import { AttachmentIcon, CloseIcon } from '../frame/icons.tsx';
import { sizeText } from '../message/attachment-list.tsx';

interface FileChooserProps {
  readonly files: readonly File[];
  readonly onChange: (files: readonly File[]) => void;
}

/** The files that go along. */
export const FileChooser = ({ files, onChange }: FileChooserProps) => {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div className="files">
      <button type="button" onClick={() => input.current?.click()}>
        <AttachmentIcon /> Attach files
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label="Files"
        onChange={({ target }) => {
          onChange([...files, ...(target.files ?? [])]);
          target.value = '';
        }}
      />
      {files.length > 0 && (
        <ul aria-label="Files to send">
          {files.map((file, index) => (
            <li key={`${file.name}-${file.lastModified}`} className="chip">
              <span className="name">{file.name}</span>
              <span className="muted">{sizeText(file.size)}</span>
              <button
                type="button"
                className="icon"
                aria-label={`Leave ${file.name} out`}
                onClick={() => onChange(files.filter((_, place) => place !== index))}
              >
                <CloseIcon />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
};
