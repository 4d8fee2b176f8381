import { describe, expect, it } from 'vitest';
import { bulkMail } from '../../../src/emulator/seed/bulk-mail.ts';
import { alice, bob } from '../../../src/emulator/seed/people.ts';
import type { SeedItem } from '../../../src/emulator/store/model.ts';
import { child, childText } from '../../../src/emulator/xml/xml.ts';

const today = new Date('2026-03-18T12:00:00Z');
const count = 3_000;
const valuesOf = (items: readonly SeedItem[], name: string): readonly string[] =>
  items.map(({ element }) => childText(element, name) ?? '');

describe('mail in bulk', () => {
  const items = bulkMail(count, { owner: alice, today, seed: 1 });

  it('is exactly as much as was asked for, oldest first, up to the morning that was named', () => {
    expect(items).toHaveLength(count);
    const received = valuesOf(items, 't:DateTimeReceived');
    expect(received).toEqual(received.toSorted());
    expect(received.at(-1)?.slice(0, 10)).toBe('2026-03-18');
    expect(Date.parse(received.at(-1) ?? '')).toBeLessThanOrEqual(Date.parse('2026-03-18T07:42:00Z'));
    expect(received[0]?.slice(0, 4)).toBe('2025');
  });

  it('is the same whenever it is made, and another for another seed or owner', () => {
    expect(bulkMail(count, { owner: alice, today, seed: 1 })).toEqual(items);
    const own = new Set(valuesOf(items, 't:InternetMessageId'));
    expect(own.size).toBe(count);
    for (const plan of [
      { owner: alice, seed: 2 },
      { owner: bob, seed: 1 },
    ]) {
      const others = valuesOf(bulkMail(count, { ...plan, today }), 't:InternetMessageId');
      expect(others.filter((id) => own.has(id))).toEqual([]);
    }
  });

  it('has conversations, many senders, and some messages that are unread', () => {
    const conversations = new Set(items.map(({ element }) => child(element, 't:ConversationId')?.attributes['Id']));
    expect(conversations.size).toBeLessThan(count * 0.9);
    expect(conversations.size).toBeGreaterThan(count * 0.3);
    const senders = items.map(({ element }) =>
      childText(child(child(element, 't:From'), 't:Mailbox'), 't:EmailAddress'),
    );
    expect(new Set(senders).size).toBeGreaterThan(15);
    expect(senders).not.toContain(alice.address);
    const unread = valuesOf(items, 't:IsRead').filter((isRead) => isRead === 'false').length / count;
    expect(unread).toBeGreaterThan(0.03);
    expect(unread).toBeLessThan(0.07);
  });
});
