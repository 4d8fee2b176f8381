import { expect, it } from 'vitest';
import { filteredHtml } from '../../../src/emulator/item/filtered-html.ts';
import { createItem } from '../writing.ts';
import { idsIn, startEmulator } from '../running-emulator.ts';

it.each([
  ['<p onclick="steal()">Hi<script>steal()</script></p>', '<p>Hi</p>'],
  [
    '<a href="javascript:steal()">a</a><a href="https://example.test/">b</a>',
    '<a>a</a><a href="https://example.test/">b</a>',
  ],
  ['<form action="/"><input name="password"></form><iframe src="/"></iframe>', ''],
  ['<img src="cid:logo" style="width:1px"><b>bold</b>', '<img src="cid:logo" style="width:1px" /><b>bold</b>'],
])('%s is %s when it is filtered', (html, expected) => {
  expect(filteredHtml(html)).toBe(expected);
});

it('An HTML body is filtered for whoever asks, and for nobody else', async () => {
  const { call } = await startEmulator();
  const body = '&lt;p&gt;Hi&lt;script&gt;steal()&lt;/script&gt;&lt;/p&gt;';
  const made = await call(
    createItem(`<t:Message><t:Body BodyType="HTML">${body}</t:Body></t:Message>`, undefined, 'inbox'),
  );
  const read = (filter: string) =>
    call(
      `<m:GetItem><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape>${filter}<t:AdditionalProperties><t:FieldURI FieldURI="item:Body"/></t:AdditionalProperties></m:ItemShape><m:ItemIds><t:ItemId Id="${idsIn(made, 'ItemId')[0]}"/></m:ItemIds></m:GetItem>`,
    );
  expect((await read('')).text).toContain('steal()');
  expect((await read('<t:FilterHtmlContent>false</t:FilterHtmlContent>')).text).toContain('steal()');
  const filtered = await read('<t:FilterHtmlContent>true</t:FilterHtmlContent>');
  expect(filtered.text).toContain('<t:Body BodyType="HTML">&lt;p&gt;Hi&lt;/p&gt;</t:Body>');
});
