import { askPython } from './python.ts';

/** A message as Python's standard library reads it. */
export interface ReadMessage {
  /** SHA-256, hex. */
  readonly sha256: string;
  readonly size: number;
  readonly flags: string;
  /** Seconds since 1970. */
  readonly date: number;
  /** Of the Maildir: `cur` or `new`. */
  readonly subdir: string;
  readonly subject: string;
}

/** Reads a Maildir and its folders (the inbox has the name ``) as Python's `mailbox` does, and each message with its parser of mail. */
export const readMaildir = (path: string): Promise<Readonly<Record<string, readonly ReadMessage[]>>> =>
  askPython(
    `
import email, email.policy, hashlib, json, mailbox, sys
def read(box):
    found = []
    for key in box.iterkeys():
        kept = box.get(key)
        content = box.get_bytes(key)
        parsed = email.message_from_bytes(content, policy=email.policy.default)
        found.append({'sha256': hashlib.sha256(content).hexdigest(), 'size': len(content), 'flags': kept.get_flags(),
                      'date': kept.get_date(), 'subdir': kept.get_subdir(), 'subject': str(parsed['subject'])})
    return found
top = mailbox.Maildir(sys.argv[1], create=False)
boxes = {'': read(top)}
for name in top.list_folders():
    boxes[name] = read(top.get_folder(name))
print(json.dumps(boxes))`,
    [path],
  );
