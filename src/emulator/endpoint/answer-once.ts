import { EmulatorError, RequestFault } from '../emulator-error.ts';
import { node, type XmlNode } from '../xml/xml.ts';

/**
 * Answers with a response that has no list of messages, but is one itself, `m:GetRoomsResponse ResponseClass="Success"`. An EmulatorError thrown
 * by `work` makes it one that failed, with what `more` tells of the error after the reason.
 */
export const answerOnce = (
  operation: string,
  work: () => readonly (XmlNode | undefined)[],
  more: (error: EmulatorError) => XmlNode | undefined = () => undefined,
): XmlNode => {
  try {
    const content = [node('m:ResponseCode', 'NoError'), ...work()];
    return node(`m:${operation}Response`, { ResponseClass: 'Success' }, content);
  } catch (error) {
    if (!(error instanceof EmulatorError) || error instanceof RequestFault) throw error;
    return node(`m:${operation}Response`, { ResponseClass: 'Error' }, [
      node('m:MessageText', error.message),
      node('m:ResponseCode', error.responseCode),
      node('m:DescriptiveLinkKey', '0'),
      more(error),
    ]);
  }
};
