import sanitizeHtml from 'sanitize-html';

/**
 * An HTML body without what could do harm, as t:FilterHtmlContent asks for: no scripts, event handlers, forms, frames or objects, and no links that run
 * something. The rest looks as it did. https://learn.microsoft.com/exchange/client-developer/web-service-reference/filterhtmlcontent
 */
export const filteredHtml = (html: string): string => sanitizeHtml(html, options);

const options: sanitizeHtml.IOptions = {
  allowedTags: [
    ...sanitizeHtml.defaults.allowedTags,
    'html',
    'head',
    'body',
    'img',
    'font',
    'center',
    'del',
    'ins',
    'strike',
    'big',
    'map',
    'area',
  ],
  allowedAttributes: {
    '*': [
      'class',
      'id',
      'style',
      'dir',
      'lang',
      'title',
      'align',
      'valign',
      'width',
      'height',
      'bgcolor',
      'color',
      'border',
    ],
    a: ['href', 'name', 'target'],
    area: ['href', 'shape', 'coords', 'alt'],
    img: ['src', 'alt', 'usemap'],
    font: ['face', 'size'],
    table: ['cellpadding', 'cellspacing'],
    td: ['colspan', 'rowspan', 'nowrap'],
    th: ['colspan', 'rowspan', 'nowrap'],
  },
  allowedSchemes: ['http', 'https', 'mailto', 'tel', 'ftp'],
  allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
  // Styles are kept as they are written.
  parseStyleAttributes: false,
};
