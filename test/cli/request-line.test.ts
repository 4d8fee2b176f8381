import { describe, expect, it } from 'vitest';
import { printable, printableJson } from '../../src/cli/printable.ts';
import { requestJson, requestLine, wireLines } from '../../src/cli/request-line.ts';
import type { AnsweredRequest } from '../../src/emulator/endpoint/answered-request.ts';

// ESC [ and U+009B begin commands of a terminal: these would clear it and move its cursor.
const hostile = 'a\u001b[2J\u009b1Ab\r\nc\u007f';
const answered: AnsweredRequest = {
  receivedAt: Date.UTC(2026, 0, 5),
  service: 'EWS',
  operation: 'FindItem',
  mailbox: `${hostile}@example.test`,
  authentication: 'none',
  fault: undefined,
  status: 200,
  responseCode: 'NoError',
  isBroken: false,
  durationMs: 3,
  requestBody: `<a>${hostile}</a>`,
  answerBody: '<b/>',
};

describe('A line about a request', () => {
  it('commands no terminal and begins no other line, whatever the client called itself', () => {
    expect(requestLine(answered)).toBe(
      '2026-01-05T00:00:00.000Z EWS FindItem a�[2J�1Ab��c�@example.test - 200 NoError 3 ms',
    );
    expect(wireLines(answered).split('\n').slice(1)).toEqual(['  > <a>a�[2J�1Ab�', '  > c�</a>', '  < <b/>']);
  });

  it('is JSON that commands none either, and says the same', () => {
    const line = requestJson(answered, { withBodies: true });
    expect(line).not.toMatch(/\p{Cc}/u);
    expect(JSON.parse(line)).toMatchObject({ mailbox: answered.mailbox, requestBody: answered.requestBody });
  });
});

describe('What comes from a file', () => {
  it('is printed without commands, in its lines', () => {
    expect(printable('one\n  two\u001b[31m\u009b\ttab')).toBe('one\n  two�[31m��tab');
  });

  it('is told in JSON as it is', () => {
    const told = { name: hostile };
    expect(printableJson(told)).toBe('{"name":"a\\u001b[2J\\u009b1Ab\\r\\nc\\u007f"}');
    expect(printableJson(told, 2)).toBe('{\n  "name": "a\\u001b[2J\\u009b1Ab\\r\\nc\\u007f"\n}');
  });
});
