import { type IdFormat, readAlternateId, writeAlternateId } from '../store/alternate-id.ts';
import { EmulatorError } from '../emulator-error.ts';
import { namespaces } from '../xml/namespaces.ts';
import { answerEach, type OperationHandler, success } from '../operation.ts';
import { child, node } from '../xml/xml.ts';

/**
 * Writes ids of folders and items in another format. The mailbox that a request names is not looked at: an id says itself where it belongs, and
 * the answer tells it, which is how DavMail learns whose mailbox it has. There are no public folders.
 * https://learn.microsoft.com/exchange/client-developer/web-service-reference/convertid-operation
 */
export const convertId: OperationHandler = (request, { store }) =>
  answerEach('ConvertId', child(request, 'm:SourceIds')?.children ?? [], (source) => {
    const { Format, Id = '' } = source.attributes;
    if (source.name !== 't:AlternateId') throw new EmulatorError('ErrorInvalidIdMalformed');
    const destination = request.attributes['DestinationFormat'] as IdFormat;
    const entry = readAlternateId(store, Format as IdFormat, Id);
    const owner = [...store.accounts.values()].find(({ directoryId }) => directoryId === entry.directoryId);
    if (owner === undefined) throw new EmulatorError('ErrorNonExistentMailbox');
    const attributes = {
      'xmlns:xsi': namespaces.xsi,
      'xsi:type': 't:AlternateIdType',
      Format: destination,
      Id: writeAlternateId(destination, entry),
      Mailbox: owner.address,
    };
    return success('ConvertId', [node('m:AlternateId', attributes)]);
  });
