import { describe, expect, it } from 'vitest';
import { faultKinds, readFaultFile } from '../../../src/emulator/faults/fault-file.ts';
import { oneOfEachFault } from '../one-of-each-fault.ts';

const mistakes = (text: string): string => {
  try {
    readFaultFile(text);
  } catch (error) {
    if (error instanceof Error) return error.message;
  }
  return '';
};

describe('a fault file', () => {
  it('is a list of faults, each with what its kind takes and the requests that it is for', () => {
    const text = `[
      { "kind": "serverBusy", "backOffMs": 3000, "operation": "FindItem", "mailbox": "Alice@Example.Test", "skip": 10, "times": 3 },
      { "kind": "status", "status": 502, "headers": { "retry-after": "7" }, "body": "down", "times": "always" },
      { "kind": "slow", "bytes": 16, "everyMs": 20, "probability": 0.25, "seed": 7 },
      { "kind": "poisonedItem", "itemId": "AAMk", "poison": "strayTag" },
      { "kind": "jumpClock", "ms": -60000 }
    ]`;
    expect(readFaultFile(text)).toEqual([
      {
        kind: 'serverBusy',
        backOffMs: 3000,
        operation: 'FindItem',
        mailbox: 'alice@example.test',
        skip: 10,
        times: 3,
      },
      { kind: 'status', status: 502, headers: { 'retry-after': '7' }, body: 'down', times: Infinity },
      { kind: 'slow', bytes: 16, everyMs: 20, probability: 0.25, seed: 7 },
      { kind: 'poisonedItem', itemId: 'AAMk', poison: 'strayTag' },
      { kind: 'jumpClock', ms: -60000 },
    ]);
  });

  it('takes every kind that there is, and whatever a kind takes', () => {
    const faults = Object.values(oneOfEachFault);
    expect(readFaultFile(JSON.stringify(faults))).toEqual(faults);
    expect(faultKinds).toEqual(faults.map(({ kind }) => kind));
  });

  it('may be empty', () => {
    expect(readFaultFile(' [] ')).toEqual([]);
  });

  it.each([
    ['{ "kind"', /^is not JSON, line 1, column 9: /],
    ['{}', /^must be a list of faults$/],
    ['[3]', /^\[0\] must be an object with a kind, one of serverBusy, /],
    ['[{"kind":"hang"},{"kind":"hangs"}]', /^\[1\]\.kind must be an object with a kind, one of /],
    ['[{"kind":"cut"}]', /^\[0\]\.atByte must be a number of bytes, a whole number from 0 to 2147483647$/],
    ['[{"kind":"hang","forever":true,"mailBox":""}]', /^\[0\]\.forever is not known here\n {2}\[0\]\.mailBox is not/],
    ['[{"kind":"delay","ms":1.5}]', /^\[0\]\.ms must be milliseconds, /],
    ['[{"kind":"delay","ms":1e12}]', /^\[0\]\.ms must be milliseconds, /],
    ['[{"kind":"status","status":99}]', /^\[0\]\.status must be an HTTP status, a whole number from 200 to 599$/],
    [
      '[{"kind":"status","status":503,"headers":{"a b":"c"}}]',
      /^\[0\]\.headers\["a b"\] must be the name of a header$/,
    ],
    ['[{"kind":"status","status":503,"headers":{"a":"c\\nd"}}]', /^\[0\]\.headers\.a must be what a header can hold$/],
    ['[{"kind":"poisonedItem","poison":"strayTag"}]', /^\[0\] must name the item either by index or by itemId$/],
    ['[{"kind":"reset","times":0}]', /^\[0\]\.times must be a number of requests from 1, or "always"$/],
    ['[{"kind":"reset","times":"often"}]', /^\[0\]\.times must be/],
    ['[{"kind":"reset","probability":0}]', /^\[0\]\.probability must be above 0 and at most 1$/],
    ['[{"kind":"reset","operation":"finditem"}]', /^\[0\]\.operation must be an operation of Exchange2010_SP2, an/],
    ['[{"kind":"reset","operation":7}]', /^\[0\]\.operation must be the name of an operation, such as FindItem$/],
    ['[{"kind":"fault","responseCode":"<x>"}]', /^\[0\]\.responseCode must be a ResponseCode$/],
    ['[{"kind":"doctype","entities":"many"}]', /^\[0\]\.entities must be expanding or external$/],
  ])('%s is refused with its place', (text, message) => {
    expect(mistakes(text)).toMatch(message);
  });

  it('tells every mistake, not only the first', () => {
    expect(mistakes('[{"kind":"cut"},{"kind":"stall","atByte":-1}]').split('\n  ')).toHaveLength(2);
  });
});
