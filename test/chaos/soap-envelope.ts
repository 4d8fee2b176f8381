/** A SOAP envelope around a request element, for processes that run without the test's libraries. */
export const soapEnvelope = (request: string): string =>
  `<?xml version="1.0" encoding="utf-8"?><s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:m="http://schemas.microsoft.com/exchange/services/2006/messages" xmlns:t="http://schemas.microsoft.com/exchange/services/2006/types"><s:Header><t:RequestServerVersion Version="Exchange2010_SP2"/></s:Header><s:Body>${request}</s:Body></s:Envelope>`;
