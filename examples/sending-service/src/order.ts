/** An order that was paid, as this company's own database has it. */
export interface Order {
  /** The company's own id: there is never another order with it. */
  readonly id: string;
  readonly customer: { readonly name: string; readonly address: string };
  readonly items: readonly { readonly name: string; readonly count: number }[];
}

/** The `input` of the sendMessage mutation. */
export interface SendMessageInput {
  readonly idempotencyKey: string;
  readonly mailbox: string;
  readonly message: {
    readonly to: readonly { readonly address: string; readonly name: string }[];
    readonly subject: string;
    readonly body: { readonly text: string };
  };
}

/**
 * The confirmation of an order. Everything in it follows from the order: whoever asks again, today or after a crash, asks for the very same, and the
 * gateway sees by the key that it was done. No date of today, no random number: other content under the same key is refused.
 */
export const confirmationOf = (order: Order, mailbox: string): SendMessageInput => ({
  // The purpose belongs into the key: an invoice for the same order is another mail.
  idempotencyKey: `order-confirmation/${order.id}`,
  mailbox,
  message: {
    to: [{ address: order.customer.address, name: order.customer.name }],
    subject: `Your order ${order.id}`,
    body: {
      text: [
        `Dear ${order.customer.name},`,
        'thank you for your order:',
        ...order.items.map(({ name, count }) => `${count} x ${name}`),
      ].join('\n'),
    },
  },
});
