import { describe, expect, it } from 'vitest';
import { bodyRow, checkMaxBytes, prepareBody } from '../../../src/graphql/messages/message-body.ts';
import { itemProperties } from '../../../src/ews/properties/item.ts';

const noImages = (): undefined => undefined;
const html = (content: string, isTruncated = false) => ({ type: 'HTML', content, isTruncated }) as const;
const text = (content: string) => ({ type: 'Text', content, isTruncated: false }) as const;
const full = (format: 'BEST' | 'HTML' | 'TEXT', maxBytes?: number) => ({ format, part: 'FULL', maxBytes }) as const;

describe('bodies', () => {
  it('reads the row of the form and the part asked for', () => {
    expect(bodyRow(full('BEST'))).toBe(itemProperties.bodyBest);
    expect(bodyRow(full('TEXT'))).toBe(itemProperties.bodyText);
    expect(bodyRow({ format: 'HTML', part: 'UNIQUE' })).toBe(itemProperties.uniqueBodyHtml);
  });

  it('gives HTML sanitised and text as it is', () => {
    expect(prepareBody(html('<p onclick="x">é</p>'), full('HTML'), noImages)).toEqual({
      format: 'HTML',
      content: '<p>é</p>',
      truncated: false,
      originalBytes: Buffer.byteLength('<p onclick="x">é</p>'),
      remoteImagesBlocked: 0,
    });
    expect(prepareBody(text('1 < 2 <script>'), full('TEXT'), noImages)).toMatchObject({
      format: 'TEXT',
      content: '1 < 2 <script>',
    });
  });

  it('gives as best what the server thinks best', () => {
    expect(prepareBody(text('x'), full('BEST'), noImages).format).toBe('TEXT');
    expect(prepareBody(html('<p>x</p>'), full('BEST'), noImages).format).toBe('HTML');
  });

  it('wraps text where HTML was asked for, and reads HTML where text was', () => {
    expect(prepareBody(text('1 < 2\n<script>alert(1)</script>'), full('HTML'), noImages)).toMatchObject({
      format: 'HTML',
      content: '<div style="white-space:pre-wrap">1 &lt; 2\n&lt;script&gt;alert(1)&lt;/script&gt;</div>',
    });
    expect(prepareBody(html('<p>1 &lt; 2</p>'), full('TEXT'), noImages)).toMatchObject({
      format: 'TEXT',
      content: '1 < 2',
    });
  });

  it('cuts between characters and says so', () => {
    const cut = prepareBody(text('aé😀z'), full('TEXT', 6), noImages);
    expect(cut).toMatchObject({ content: 'aé', truncated: true, originalBytes: 8 });
    expect(prepareBody(text('aé😀z'), full('TEXT', 8), noImages)).toMatchObject({ content: 'aé😀z', truncated: false });
    expect(prepareBody(html('<p>hello</p>'), full('HTML', 9), noImages)).toMatchObject({
      content: '<p>he</p>',
      truncated: true,
    });
  });

  it('does not know the length of what the server cut', () => {
    expect(prepareBody(html('<p>x', true), full('HTML'), noImages)).toMatchObject({
      truncated: true,
      originalBytes: undefined,
    });
  });

  it('refuses a size that nothing fits into', () => {
    expect(() => checkMaxBytes(0)).toThrow('maxBytes must be 1 or more');
    expect(() => checkMaxBytes(null)).not.toThrow();
  });
});
