import { writeXml } from '../../src/emulator/xml/write-xml.ts';
import { node, type XmlNode } from '../../src/emulator/xml/xml.ts';

/** A GetItem answer that holds the elements, each with an id as the store would give it. */
export const getItemAnswer = (elements: readonly XmlNode[]): string =>
  writeXml(
    node(
      'soap:Envelope',
      {
        'xmlns:soap': 'http://schemas.xmlsoap.org/soap/envelope/',
        'xmlns:m': 'http://schemas.microsoft.com/exchange/services/2006/messages',
        'xmlns:t': 'http://schemas.microsoft.com/exchange/services/2006/types',
      },
      [
        node('soap:Body', [
          node('m:GetItemResponse', [
            node('m:ResponseMessages', [
              node('m:GetItemResponseMessage', { ResponseClass: 'Success' }, [
                node('m:ResponseCode', 'NoError'),
                node(
                  'm:Items',
                  elements.map((element, index) => ({
                    ...element,
                    children: [node('t:ItemId', { Id: `item-${index}` }), ...element.children],
                  })),
                ),
              ]),
            ]),
          ]),
        ]),
      ],
    ),
  );
