import { EwsError } from '../ews/errors.ts';
import type { Send } from '../ews/transport.ts';
import { child, parseXml } from '../ews/xml.ts';

/** Tells what version the server says it is in each answer: its build, and the contract that it kept to. */
export const watchVersion =
  (tell: (version: string) => void) =>
  (send: Send): Send =>
  async (request) => {
    const answer = await send(request);
    const text = async (): Promise<string> => {
      const envelope = await answer.text();
      const version = versionIn(envelope);
      if (version !== undefined) tell(version);
      return envelope;
    };
    return { ...answer, text };
  };

/** https://learn.microsoft.com/exchange/client-developer/web-service-reference/serverversioninfo */
const versionIn = (text: string): string | undefined => {
  try {
    const header = child(parseXml(text), 'Header');
    const info = header === undefined ? undefined : child(header, 'ServerVersionInfo');
    if (info === undefined) return undefined;
    const { MajorVersion, MinorVersion, MajorBuildNumber, MinorBuildNumber, Version } = info.attributes;
    const build = [MajorVersion, MinorVersion, MajorBuildNumber, MinorBuildNumber].filter(isNumber).join('.');
    return [build, isName(Version) ? Version : ''].filter((part) => part !== '').join(' ') || undefined;
  } catch (error) {
    // Who asked for the answer learns that it is no XML.
    if (error instanceof EwsError) return undefined;
    throw error;
  }
};

const isNumber = (text: string | undefined): boolean => /^\d{1,6}$/.test(text ?? '');
const isName = (text: string | undefined): text is string => /^[\w.]{1,40}$/.test(text ?? '');
