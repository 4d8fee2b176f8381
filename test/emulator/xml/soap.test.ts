import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bodyOf, codesIn, envelope, impersonating, startEmulator } from '../running-emulator.ts';

const getInbox =
  '<m:GetFolder><m:FolderShape><t:BaseShape>IdOnly</t:BaseShape></m:FolderShape><m:FolderIds><t:DistinguishedFolderId Id="inbox"/></m:FolderIds></m:GetFolder>';

const versioned = (version: string): string =>
  envelope(getInbox, impersonating('alice@example.test')).replace('Exchange2010_SP2', version);

describe('a request that the schema refuses', () => {
  it('is told in 2,000 characters what was wrong, however long that is', async () => {
    const { call } = await startEmulator();
    const answer = await call(getInbox.replace('IdOnly', 'x'.repeat(1_000_000)));
    expect(codesIn(answer)).toEqual(['ErrorSchemaValidation']);
    expect(answer.text).toContain('The Enumeration constraint failed.');
    const odd = await call(getInbox.replaceAll('FolderShape', `a${'x'.repeat(1_000_000)}`));
    expect(codesIn(odd)).toEqual(['ErrorSchemaValidation']);
    expect(odd.text.length).toBeLessThan(10_000);
  });
});

describe('the server version', () => {
  it.each(['Exchange2007', 'Exchange2007_SP1', 'Exchange2010', 'Exchange2010_SP1', 'Exchange2010_SP2'])(
    'accepts %s and answers as 14.2.390.3',
    async (version) => {
      const { post, token } = await startEmulator();
      const answer = await post(versioned(version), { authorization: `Bearer ${await token()}` });
      expect(answer.status).toBe(200);
      expect(answer.headers.get('content-type')).toBe('text/xml; charset=utf-8');
      expect(answer.text).toContain(
        '<soap:Header><t:ServerVersionInfo MajorVersion="14" MinorVersion="2" MajorBuildNumber="390" MinorBuildNumber="3" Version="Exchange2010_SP2"/></soap:Header>',
      );
    },
  );

  it('accepts a request without the header', async () => {
    const { post, token } = await startEmulator();
    const body = versioned('none').replace('<t:RequestServerVersion Version="none"/>', '');
    expect((await post(body, { authorization: `Bearer ${await token()}` })).status).toBe(200);
  });

  it('refuses a newer one exactly like Amazon WorkMail', async () => {
    const { post, token } = await startEmulator();
    const answer = await post(versioned('Exchange2013'), { authorization: `Bearer ${await token()}` });
    expect(answer.status).toBe(500);
    expect(answer.text.replace(/^<\?.*\?>\s*/, '')).toBe(
      '<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode xmlns:a="http://schemas.microsoft.com/exchange/services/2006/types">a:ErrorInvalidServerVersion</faultcode><faultstring xml:lang="en-US">The specified server version is invalid.</faultstring><detail><e:ResponseCode xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">ErrorInvalidServerVersion</e:ResponseCode><e:Message xmlns:e="http://schemas.microsoft.com/exchange/services/2006/errors">The specified server version is invalid.</e:Message></detail></soap:Fault></soap:Body></soap:Envelope>',
    );
  });
});

describe('a request that is no valid one', () => {
  const shape = '<m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape>';
  const ids = '<m:ItemIds><t:ItemId Id="x"/></m:ItemIds>';

  it.each([
    ['children in the wrong order', `<m:GetItem>${ids}${shape}</m:GetItem>`],
    ['a missing child', `<m:GetItem>${shape}</m:GetItem>`],
    ['an unknown BaseShape', `<m:GetItem>${shape.replace('IdOnly', 'Everything')}${ids}</m:GetItem>`],
    [
      'a FieldURI of a later version',
      `<m:GetItem>${shape.replace('</t:BaseShape>', '</t:BaseShape><t:AdditionalProperties><t:FieldURI FieldURI="item:Preview"/></t:AdditionalProperties>')}${ids}</m:GetItem>`,
    ],
    ['a missing attribute', `<m:GetItem>${shape}<m:ItemIds><t:ItemId/></m:ItemIds></m:GetItem>`],
    [
      'a Traversal of a later version',
      `<m:FindItem Traversal="Deep">${shape}<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>`,
    ],
    [
      'more changes than the schema allows',
      `<m:SyncFolderItems>${shape}<m:SyncFolderId><t:DistinguishedFolderId Id="inbox"/></m:SyncFolderId><m:MaxChangesReturned>513</m:MaxChangesReturned></m:SyncFolderItems>`,
    ],
  ])('is refused for %s', async (_, request) => {
    const { call } = await startEmulator();
    const answer = await call(request);
    expect(answer.status).toBe(500);
    expect(codesIn(answer)).toEqual(['ErrorSchemaValidation']);
  });

  it.each([
    ['cut XML', envelope(getInbox).slice(0, -20)],
    ['an empty body', ''],
    ['a DOCTYPE', `<!DOCTYPE x>${envelope(getInbox)}`],
    ['an envelope without a request', envelope('')],
    ['two requests in one body', envelope(getInbox + getInbox)],
  ])('is refused for %s', async (_, body) => {
    const { post, token } = await startEmulator();
    const answer = await post(body, { authorization: `Bearer ${await token()}` });
    expect(answer.status).toBe(500);
    expect(codesIn(answer)).toEqual(['ErrorSchemaValidation']);
  });

  const found = (parts: string): string =>
    `<m:FindItem Traversal="Shallow">${shape}${parts}<m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds></m:FindItem>`;
  const nested = (depth: number): string =>
    `<m:Restriction>${'<t:Not>'.repeat(depth)}<t:Exists><t:FieldURI FieldURI="item:Subject"/></t:Exists>${'</t:Not>'.repeat(depth)}</m:Restriction>`;

  it.each([
    ['a search nested too deep', nested(150), 'ErrorRestrictionTooComplex'],
    [
      'an offset below zero',
      '<m:IndexedPageItemView Offset="-1" BasePoint="Beginning"/>',
      'ErrorInvalidIndexedPagingParameters',
    ],
    [
      'no rows at all',
      '<m:IndexedPageItemView MaxEntriesReturned="-1" Offset="0" BasePoint="Beginning"/>',
      'ErrorInvalidPagingMaxRows',
    ],
    [
      'a fraction below zero',
      '<m:FractionalPageItemView Numerator="-1" Denominator="2"/>',
      'ErrorInvalidFractionalPagingParameters',
    ],
  ])('is answered with an error of its own for %s, which the schema allows', async (_, parts, code) => {
    const { call } = await startEmulator();
    const answer = await call(found(parts));
    expect(answer.status).toBe(200);
    expect(codesIn(answer)).toEqual([code]);
  });

  it('is refused for an operation that EWS does not have, and for one that is not served here', async () => {
    const { call } = await startEmulator();
    expect(codesIn(await call('<m:MarkAllItemsAsRead/>'))).toEqual(['ErrorInvalidRequest']);
    expect(codesIn(await call('<t:GetItem/>'))).toEqual(['ErrorInvalidRequest']);
    expect(codesIn(await call('<m:UploadItems/>'))).toEqual(['ErrorInvalidOperation']);
  });
});

describe('a server that lacks an operation', () => {
  it('answers it as an unknown request, without a response code', async () => {
    const { call, emulator } = await startEmulator();
    emulator.serverOptions.withoutOperations.push('GetServerTimeZones');
    const answer = await call('<m:GetServerTimeZones/>');
    expect(answer.status).toBe(500);
    expect(bodyOf(answer)).toBe(
      "<soap:Fault><faultcode>soap:Server</faultcode><faultstring>Unknown request 'GetServerTimeZones'.</faultstring></soap:Fault>",
    );
  });

  it('can lack the search by QueryString alone', async () => {
    const { call, emulator } = await startEmulator();
    const find = (query: string): string =>
      `<m:FindItem Traversal="Shallow"><m:ItemShape><t:BaseShape>IdOnly</t:BaseShape></m:ItemShape><m:ParentFolderIds><t:DistinguishedFolderId Id="inbox"/></m:ParentFolderIds>${query}</m:FindItem>`;
    emulator.serverOptions.withoutQueryString = true;
    expect(codesIn(await call(find('<m:QueryString>first</m:QueryString>')))).toEqual(['ErrorInvalidRequest']);
    expect(codesIn(await call(find('')))).toEqual(['NoError']);
  });
});

describe('the HTTP side', () => {
  it('takes the path in any case, packs its answers and unpacks requests', async () => {
    const { emulator, ewsUrl, token } = await startEmulator();
    const shape = getInbox.replace('IdOnly', 'AllProperties');
    const answer = await fetch(ewsUrl.replace('/EWS/Exchange.asmx', '/ews/exchange.ASMX'), {
      method: 'POST',
      headers: { authorization: `Bearer ${await token()}`, 'content-encoding': 'gzip', 'accept-encoding': 'gzip' },
      body: gzipSync(envelope(shape, impersonating('alice@example.test'))),
    });
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await answer.text()).toContain('<t:DisplayName>Inbox</t:DisplayName>');
    expect(emulator.requests[0]?.operation).toBe('GetFolder');
  });

  it('answers a GET like Exchange: 401 without credentials, 200 with them', async () => {
    const { ewsUrl, token } = await startEmulator();
    const refused = await fetch(ewsUrl);
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([401, 'Basic realm="EWS"']);
    expect((await fetch(ewsUrl, { headers: { authorization: `Bearer ${await token()}` } })).status).toBe(200);
  });

  it('knows no other path', async () => {
    const { ewsUrl } = await startEmulator();
    expect((await fetch(`${ewsUrl}/more`)).status).toBe(404);
  });
});
