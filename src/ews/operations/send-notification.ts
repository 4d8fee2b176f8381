import { EwsError } from '../errors.ts';
import { eventNotification, type EventNotification } from '../properties/notification-event.ts';
import { messagesNamespace, responseError, responseMessages, soapAnswer, soapBody } from '../soap.ts';
import { element, parseXml, required } from '../xml.ts';

/** The longest body that is read, bytes: more than a thousand events. */
export const maxSendNotificationBytes = 1024 * 1024;

/**
 * Reads what a server sends to the URL of a push subscription: a notification or an error for each of its messages, in their order. Anybody can
 * have sent it. Throws EwsError: `tooLarge`, `decode` for what is no SendNotification, `fault`.
 * https://docs.aws.amazon.com/workmail/latest/adminguide/notifications.html
 */
export const readSendNotification = (body: Uint8Array): readonly (EventNotification | EwsError)[] => {
  try {
    if (body.byteLength > maxSendNotificationBytes) throw new EwsError('tooLarge', 'the body is too long');
    const sent = soapBody(parseXml(utf8(body)));
    if (sent.name !== 'SendNotification') throw new EwsError('decode', `the body is a ${sent.name}`);
    return responseMessages(sent).map((message) => {
      const failure = responseError(message);
      return failure === undefined ? eventNotification(required(message, 'Notification')) : told(failure);
    });
  } catch (error) {
    throw error instanceof EwsError ? told(error) : error;
  }
};

/** What the server is answered, as `text/xml` with HTTP 200. `Unsubscribe` is the only way to end a push subscription. */
export const sendNotificationResult = (status: 'OK' | 'Unsubscribe'): string =>
  soapAnswer(
    // Without prefixes, as Amazon and Microsoft show it: nobody says how the server reads it.
    element('SendNotificationResult', { xmlns: messagesNamespace }, [element('SubscriptionStatus', status)]),
  );

const told = (error: EwsError): EwsError =>
  error.with({ operation: 'SendNotification', message: `SendNotification: ${error.message}` });

const utf8 = (body: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new EwsError('decode', 'the body is not UTF-8');
  }
};
