import { useId } from 'react';

interface RecipientFieldProps {
  readonly label: string;
  readonly value: string;
  readonly known: readonly { readonly address: string; readonly displayName: string | null }[];
  readonly onChange: (value: string) => void;
  readonly isFirst?: boolean;
}

/** Addresses, several with commas between; the browser proposes those that are known. */
export const RecipientField = ({ label, value, known, onChange, isFirst = false }: RecipientFieldProps) => {
  const list = useId();
  const before = /^.*[,;]\s*/.exec(value)?.[0] ?? '';
  return (
    <label className="field">
      <span>{label}</span>
      <input
        type="text"
        inputMode="email"
        autoComplete="off"
        list={list}
        value={value}
        onChange={({ target }) => onChange(target.value)}
        data-first={isFirst || undefined}
      />
      <datalist id={list}>
        {known.map(({ address, displayName }) => (
          <option key={address} value={before + address}>
            {displayName}
          </option>
        ))}
      </datalist>
    </label>
  );
};
