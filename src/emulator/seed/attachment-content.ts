import { crc32, deflateSync } from 'node:zlib';
import type { SeedAttachment } from '../store/model.ts';

type FileAttachment = Extract<SeedAttachment, { kind: 'file' }>;

/** 25 MiB. */
const largeAttachmentBytes = 26_214_400;

/** A file attachment with content that is already there. */
export const file = (name: string, contentType: string, content: string | Uint8Array): FileAttachment => {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  return { kind: 'file', name, contentType, isInline: false, size: bytes.length, content: () => bytes };
};

/** A picture within the body, which names it as `cid:` and `contentId`. */
export const inlineImage = (name: string, contentId: string, colour: Colour): FileAttachment => ({
  ...file(name, 'image/png', png(48, 48, colour)),
  contentId,
  isInline: true,
});

/** A CSV file of 25 MiB: rows of 64 bytes that carry their own number, so that a lost or doubled piece shows. Made anew at every call. */
export const largeCsv = (name: string): FileAttachment => ({
  kind: 'file',
  name,
  contentType: 'text/csv',
  isInline: false,
  size: largeAttachmentBytes,
  content: () => {
    const row = '000000;Kestrel;Acme;flow;litres per minute;12.75;ok;quarter 3;\r\n';
    const bytes = Buffer.alloc(largeAttachmentBytes, row, 'latin1');
    for (let number = 0; number * row.length < bytes.length; number += 1) {
      bytes.write(String(number).padStart(6, '0'), number * row.length, 'latin1');
    }
    return bytes;
  },
});

type Colour = readonly [red: number, green: number, blue: number];

/** A PNG that fades from a colour to white. Stored, not deflated, so that its bytes do not depend on the version of zlib. */
export const png = (width: number, height: number, [red, green, blue]: Colour): Uint8Array => {
  const row = Buffer.alloc(1 + width * 3);
  for (let x = 0; x < width; x += 1) {
    const fade = (colour: number): number => Math.round(colour + ((255 - colour) * x) / width);
    row.set([fade(red), fade(green), fade(blue)], 1 + x * 3);
  }
  const pixels = Buffer.alloc(row.length * height, row);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(pixels, { level: 0 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

/** A PDF of one page with one line of ASCII text. */
export const pdf = (text: string): Uint8Array => {
  const line = `BT /F1 18 Tf 72 720 Td (${text.replaceAll(/[()\\]/g, String.raw`\$&`)}) Tj ET`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    `<< /Length ${line.length} >>\nstream\n${line}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
  ];
  let document = '%PDF-1.4\n';
  const offsets = objects.map((object, index) => {
    const offset = document.length;
    document += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(offset).padStart(10, '0')} 00000 n \n`;
  });
  const start = document.length;
  document += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${offsets.join('')}`;
  document += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`;
  return Buffer.from(document, 'latin1');
};

const chunk = (type: string, data: Uint8Array): Uint8Array => {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(typed), 4);
  return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
};
