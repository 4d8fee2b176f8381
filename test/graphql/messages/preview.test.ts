import { describe, expect, it } from 'vitest';
import { normalizedSubject } from '../../../src/mailbox/normalized-subject.ts';
import { preview } from '../../../src/graphql/messages/preview.ts';

describe('a preview', () => {
  it('is one line', () => {
    expect(preview('  Hello\r\n\r\n  Ann,\tthanks ', 100)).toBe('Hello Ann, thanks');
  });

  it('is cut between words, with an ellipsis that counts', () => {
    expect(preview('The quick brown fox jumps', 20)).toBe('The quick brown fox…');
    expect(preview('The quick brown fox jumps', 19)).toBe('The quick brown…');
    expect(preview('The quick brown fox', 19)).toBe('The quick brown fox');
  });

  it('is cut inside a word only when that is all there is', () => {
    expect(preview('Donaudampfschifffahrtsgesellschaft', 10)).toBe('Donaudamp…');
    expect(preview('ab Donaudampfschifffahrtsgesellschaft', 10)).toBe('ab Donaud…');
  });

  it('counts and keeps whole what a reader takes for one character', () => {
    const family = '👨‍👩‍👧‍👦';
    expect(preview(family.repeat(5), 3)).toBe(`${family}${family}…`);
    expect(preview('e\u0301'.repeat(4), 2)).toBe('e\u0301…');
    expect(preview('日本語のメール', 5)).toBe('日本語の…');
  });

  it('leaves out what marketing mail pads its preview line with, and keeps joiners between letters', () => {
    expect(preview('Sale \u200C\u00A0\u034F \u200C \u00AD today', 100)).toBe('Sale today');
    expect(preview('می\u200Cخواهم', 100)).toBe('می\u200Cخواهم');
  });

  it('of nothing is nothing', () => {
    expect(preview(' \n\u200B ', 10)).toBeUndefined();
  });

  it('finds the words behind, and between, more white space than it may show characters', () => {
    expect(preview(`${'\r\n'.repeat(200)}Hello there`, 20)).toBe('Hello there');
    expect(preview(`Hello${'\n \u200C '.repeat(400)}World`, 20)).toBe('Hello World');
  });

  it('reads no more of a long text than it needs', () => {
    expect(preview('word '.repeat(1_000_000), 12)).toBe('word word…');
  });

  it('finds the same words wherever the pieces end in which it looks at the text', () => {
    for (const padding of ['\n', ' \u200C', '\u00AD', '\r\n\t\u200B']) {
      for (const pieces of [4_000, 20_000]) {
        for (let before = pieces - 6; before < pieces + 6; before += 1) {
          const text = `Hello ${padding.repeat(before / padding.length)} e\u0301 ${'👨‍👩‍👧‍👦 '.repeat(300)}`;
          expect(preview(text, 9)).toBe('Hello e\u0301…');
          expect(preview(text, 11)).toBe('Hello e\u0301 👨‍👩‍👧‍👦…');
        }
      }
    }
  });
});

describe('a normalised subject', () => {
  it.each([
    ['Re: Plans', 'Plans'],
    ['RE: FW: Fwd: Plans', 'Plans'],
    ['AW: WG: Pläne', 'Pläne'],
    ['Re[2]: Plans', 'Plans'],
    ['回复：计划', '计划'],
    ['Plans: Re: all', 'Plans: Re: all'],
    ['Reply', 'Reply'],
    ['', ''],
  ])('of %j is %j', (subject, expected) => {
    expect(normalizedSubject(subject)).toBe(expected);
  });
});
