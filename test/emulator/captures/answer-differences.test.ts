import { describe, expect, it } from 'vitest';
import { node, type XmlNode } from '../../../src/emulator/xml/xml.ts';
import { answerDifferences } from './answer-differences.ts';

const answer = (code: string, content: readonly XmlNode[]): XmlNode =>
  node('soap:Envelope', [
    node('soap:Body', [node('m:GetItemResponse', [node('m:Message', [node('m:ResponseCode', code), ...content])])]),
  ]);
const fault = (code: string): XmlNode =>
  node('soap:Envelope', [node('soap:Body', [node('soap:Fault', [node('faultcode', code)])])]);
const folder = (name: string, count: string): XmlNode =>
  node('t:Create', [node('t:Folder', [node('t:DisplayName', name), node('t:TotalCount', count)])]);

describe('the differences of two answers', () => {
  it('are elements, attributes and values that they do not share, wherever these stand', () => {
    const one = answer('NoError', [
      node('t:Subject', 'One'),
      node('t:Body', { BodyType: 'HTML' }, 'x'),
      node('t:Location', ''),
    ]);
    const other = answer('NoError', [node('t:Body', { BodyType: 'Text' }, 'x'), node('t:Subject', 'Two')]);
    const at = 'm:GetItemResponse/m:Message';
    expect(answerDifferences(one, other)).toEqual([
      { path: `${at}/t:Subject`, capture: 'One', emulator: 'Two' },
      { path: `${at}/t:Body@BodyType`, capture: 'HTML', emulator: 'Text' },
      { path: `${at}/t:Location`, capture: 'empty', emulator: 'nothing' },
    ]);
  });

  it('are none in ids, in fractions of a second and in the order of folders', () => {
    const one = answer('NoError', [
      node('t:ItemId', { Id: 'a' }),
      node('t:Start', '2026-12-01T09:00:00Z'),
      folder('A', '1'),
      folder('B', '2'),
    ]);
    const other = answer('NoError', [
      node('t:ItemId', { Id: 'b' }),
      node('t:Start', '2026-12-01T09:00:00.000Z'),
      folder('B', '2'),
      folder('A', '1'),
    ]);
    expect(answerDifferences(one, other)).toEqual([]);
  });

  it('are the codes alone when one succeeded and the other did not', () => {
    const path = 'm:GetItemResponse/m:Message/m:ResponseCode';
    const failed = answer('ErrorItemNotFound', [node('m:MessageText', 'Not found')]);
    expect(answerDifferences(answer('NoError', [node('m:Items')]), failed)).toEqual([
      { path, capture: 'NoError', emulator: 'ErrorItemNotFound' },
    ]);
    expect(answerDifferences(fault('a:ErrorServerBusy'), failed)).toEqual([
      { path: 'soap:Body', capture: 'fault ErrorServerBusy', emulator: 'm:GetItemResponse' },
    ]);
    expect(answerDifferences(fault('a:ErrorServerBusy'), fault('b:ErrorServerBusy'))).toHaveLength(1);
  });
});
