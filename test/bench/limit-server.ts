import { once } from 'node:events';
import { Agent, createServer, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { listFindItem } from './list-request.ts';

/*
 * What no gateway can do for less, in a process of its own: raw HTTP in, raw HTTP out, a look for the fields in the text as it comes, JSON.stringify.
 * No GraphQL, no XML parser, no callers, no rules, no records. First argument: the address of the canned backend.
 */

const backend = new URL(process.argv[2] ?? '');
const agent = new Agent({ keepAlive: true });

const post = (body: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'text/xml; charset=utf-8', 'content-length': Buffer.byteLength(body) };
    const sent = httpRequest(backend, { agent, method: 'POST', headers }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.once('end', () => resolve(Buffer.concat(pieces).toString('utf8')));
      answer.once('error', reject);
    });
    sent.once('error', reject);
    sent.end(body);
  });

const plain = (text: string): string =>
  text.includes('&')
    ? text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
    : text;

/** The text between two marks behind a place; the place behind it is left in `at`. */
const scanner = (text: string): { at: number; between(start: string, end: string): string } => ({
  at: 0,
  between(start, end) {
    const from = text.indexOf(start, this.at) + start.length;
    this.at = text.indexOf(end, from);
    return plain(text.slice(from, this.at));
  },
});

const listed = (xml: string): readonly object[] => {
  const scan = scanner(xml);
  const nodes: object[] = [];
  for (;;) {
    const next = xml.indexOf('<t:Message>', scan.at);
    if (next < 0) return nodes;
    scan.at = next;
    const id = scan.between('<t:ItemId Id="', '"');
    const changeKey = scan.between('ChangeKey="', '"');
    const subject = scan.between('<t:Subject>', '<');
    const receivedAt = scan.between('<t:DateTimeReceived>', '<');
    const sizeBytes = Number(scan.between('<t:Size>', '<'));
    const importance = scan.between('<t:Importance>', '<').toUpperCase();
    const sentAt = scan.between('<t:DateTimeSent>', '<');
    const hasAttachments = scan.between('<t:HasAttachments>', '<') === 'true';
    scan.at = xml.indexOf('<t:From>', scan.at);
    const from = { name: scan.between('<t:Name>', '<'), address: scan.between('<t:EmailAddress>', '<') };
    const isRead = scan.between('<t:IsRead>', '<') === 'true';
    nodes.push({ id, changeKey, subject, from, receivedAt, sentAt, isRead, hasAttachments, importance, sizeBytes });
  }
};

const server = createServer((request, response) => {
  const pieces: Buffer[] = [];
  request.on('data', (piece: Buffer) => pieces.push(piece));
  request.once('end', () => {
    const { variables } = JSON.parse(Buffer.concat(pieces).toString('utf8')) as {
      readonly variables: { readonly address: string; readonly first: number };
    };
    void post(listFindItem(variables.address, variables.first)).then((xml) => {
      const body = JSON.stringify({ data: { mailbox: { inbox: { messages: { nodes: listed(xml) } } } } });
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
        .end(body);
    });
  });
});
server.listen(0, '127.0.0.1');
await once(server, 'listening');
process.on('message', ({ where }: { readonly where?: true }) => {
  if (where === true) process.send?.(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
});
process.send?.('ready');
