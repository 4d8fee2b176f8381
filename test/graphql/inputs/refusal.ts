import { WriteRefusal, type Refusal } from '../../../src/mailbox/write/write-refusal.ts';

/** Why something was refused; undefined when it was not. Throws what is no refusal. */
export const refusalOf = async (act: () => unknown): Promise<Refusal | undefined> => {
  try {
    await act();
    return undefined;
  } catch (error) {
    if (error instanceof WriteRefusal) return error.refusal;
    throw error;
  }
};
