import { describe, expect, it } from 'vitest';
import { ianaZone, instantOf, readInstant, wallClock, writeInstant } from '../../../src/emulator/calendar/time-zone.ts';

describe('Windows zones', () => {
  it.each([
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['Tokyo Standard Time', 'Asia/Tokyo'],
    ['UTC', 'UTC'],
    ['tzone://Microsoft/Utc', 'UTC'],
    ['Narnia Standard Time', 'UTC'],
    [undefined, 'UTC'],
  ])('%s is %s', (windowsId, zone) => {
    expect(ianaZone(windowsId)).toBe(zone);
  });
});

describe('wall clocks', () => {
  const local = (text: string) => Date.parse(`${text}Z`);

  it('show the time of their zone and lead back to the instant', () => {
    const instant = Date.UTC(2026, 6, 1, 10);
    expect(wallClock(instant, 'Europe/Berlin')).toBe(local('2026-07-01T12:00'));
    expect(instantOf(local('2026-07-01T12:00'), 'Europe/Berlin')).toBe(instant);
  });

  it('read a skipped hour with the offset before it and a repeated one as its first', () => {
    expect(instantOf(local('2026-03-29T02:30'), 'Europe/Berlin')).toBe(Date.UTC(2026, 2, 29, 1, 30));
    expect(instantOf(local('2026-10-25T02:30'), 'Europe/Berlin')).toBe(Date.UTC(2026, 9, 25, 0, 30));
  });
});

describe('xs:dateTime', () => {
  it('is read with Z, with an offset, in a zone, and as a mere date', () => {
    const ten = Date.UTC(2026, 2, 1, 10);
    expect(readInstant('2026-03-01T10:00:00Z', 'Asia/Tokyo')).toBe(ten);
    expect(readInstant('2026-03-01T12:00:00+02:00', 'Asia/Tokyo')).toBe(ten);
    expect(readInstant('2026-03-01T19:00:00', 'Asia/Tokyo')).toBe(ten);
    expect(readInstant('2026-03-01T10:00:00.1234567Z', 'UTC')).toBe(ten + 123);
    expect(readInstant('2026-03-01', 'UTC')).toBe(Date.UTC(2026, 2, 1));
  });

  it.each(['', 'yesterday', '2026-13-01T00:00:00Z', '2026-03-01 10:00', '10:00:00Z'])('is not %j', (text) => {
    expect(() => readInstant(text, 'UTC')).toThrow(
      expect.objectContaining({ responseCode: 'ErrorInvalidValueForProperty' }),
    );
  });

  it('is written in whole seconds, before 1970 too', () => {
    expect(writeInstant(Date.UTC(2026, 2, 1, 10, 0, 0, 999), 'UTC')).toBe('2026-03-01T10:00:00Z');
    expect(writeInstant(Date.UTC(1969, 11, 31, 23, 59, 59, 999), 'UTC')).toBe('1969-12-31T23:59:59Z');
    expect(writeInstant(Date.UTC(2026, 2, 1, 10), 'Asia/Kolkata')).toBe('2026-03-01T15:30:00+05:30');
  });
});
