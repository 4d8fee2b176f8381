/** Who speaks: the one who began, the mailbox's owner, or a third person. */
export type Role = 'opener' | 'owner' | 'third';

/** A conversation with gaps such as `{project}`; `{me}` and `{you}` are the first names of writer and reader. A blank line ends a paragraph. */
export interface ConversationTemplate {
  readonly topic: string;
  readonly turns: readonly (readonly [Role, string])[];
}

/** What colleagues discuss among themselves. */
export const internalConversations: readonly ConversationTemplate[] = [
  {
    topic: '{project}: scope for the next release',
    turns: [
      [
        'opener',
        'Hi {you},\n\nI went through the list for {project} and I think we can only promise {number} of the points by {day}. The export is the one I would drop.\n\nDo you agree, or has {client} already been told something else?\n\n{me}',
      ],
      [
        'owner',
        'Hi {you},\n\nNothing is promised yet. Dropping the export is fine with me, as long as the report can still be printed.',
      ],
      [
        'third',
        'Printing works today, I tried it on the demo device this morning. One margin is off, I will fix that.',
      ],
      ['opener', 'Great, then I will update the plan. Thanks both.'],
    ],
  },
  {
    topic: 'Who takes the support rota in week {number}?',
    turns: [
      [
        'opener',
        'Hello both,\n\nthe rota for week {number} still has a gap on {day}. I am at {client} that day and cannot take it.',
      ],
      ['third', 'I can take the morning, but not after three.'],
      ['owner', 'Then I take the afternoon. Please put us both in the calendar.'],
      ['opener', 'Done. You owe each other a coffee.'],
      ['third', 'Noted :-)'],
    ],
  },
  {
    topic: '{client} asks for a second demo',
    turns: [
      [
        'opener',
        '{client} liked what they saw and asks for a second demo, this time with their plant manager. They suggest {day}.\n\nCould you show {project} for about twenty minutes?',
      ],
      ['owner', '{day} works. I need the {room} and the good projector.'],
      ['opener', 'Both booked. I send them the agenda tonight.'],
    ],
  },
  {
    topic: 'Numbers for the board, {month}',
    turns: [
      [
        'opener',
        'Hi {you},\n\nfor the board I need the {month} figures of {project}: hours, open invoices, and what we expect until the end of the quarter. A rough number is enough.\n\nCould you let me have them by {day}?\n\nThanks,\n{me}',
      ],
      [
        'owner',
        'Hours: {number}. Open invoices: EUR {amount}, all of it {client}. I expect the same again next quarter.',
      ],
      ['opener', 'Perfect, that is all I need.'],
    ],
  },
  {
    topic: 'Calibration drift on {project}',
    turns: [
      [
        'opener',
        'We see a drift of about {number} micrometres after four hours. It goes away after a restart, so I suspect the temperature table and not the sensor.',
      ],
      ['third', 'I saw the same with the old firmware. Can you try build 4.{number}?'],
      ['opener', 'With 4.{number} it is half of that. Better, not gone.'],
      ['owner', 'Can we ship with half? {client} allows 12 micrometres in their specification.'],
      ['opener', 'Yes, we are at 7 now. I would still like to find the reason before {day}.'],
      ['third', 'Found it: the table was indexed in Fahrenheit. Fixed, and there is a test for it now.'],
      ['owner', 'Wonderful. And a little embarrassing. Thank you.'],
    ],
  },
  {
    topic: 'Lunch on {day}?',
    turns: [
      ['opener', 'The new place by the canal has a table for six at half past twelve. Who joins?'],
      ['owner', 'Me!'],
      ['third', 'Me too, if I may bring a visitor from {client}.'],
    ],
  },
  {
    topic: 'Review of the {project} handbook',
    turns: [
      [
        'opener',
        'Chapter {number} is ready for review. Please look mainly at the pictures, the text has been read by two people already.',
      ],
      [
        'owner',
        'Read it. The drawing on the third page still shows the old housing. All else is fine, it is really well written.',
      ],
      ['opener', 'Good catch, replaced. I will send it to the printer on {day}.'],
      ['third', 'The printer needs it with 3 mm bleed, by the way.'],
    ],
  },
  {
    topic: 'Order of parts for {client}',
    turns: [
      [
        'opener',
        'The connectors for {client} are out of stock until {month}. There is a substitute, EUR {amount} more for the whole lot.',
      ],
      ['owner', 'Take the substitute, a delay would cost more than that.'],
      ['opener', 'Ordered.'],
    ],
  },
  {
    topic: 'Holiday plan {month}',
    turns: [
      [
        'opener',
        'Dear all,\n\nplease enter your days off for {month} by {day}, so that we can see whether {project} is always covered.\n\n{me}',
      ],
      ['owner', 'Entered. I am away for {number} days around the middle of the month.'],
      ['third', 'Entered as well. I keep an eye on {project} while {you} is away.'],
    ],
  },
  {
    topic: 'Odd values in the {project} dashboard',
    turns: [
      [
        'opener',
        'Since last night the dashboard shows negative flow for the {client} site. Is somebody working on it?',
      ],
      ['third', 'The import ran twice. I removed the duplicates, please look again.'],
      ['opener', 'Looks right now. Thanks for the quick help!'],
      ['owner', 'Can we add a check, so that it cannot happen silently?'],
      ['third', 'Ticket {number} is for exactly that.'],
    ],
  },
];

/** What clients and suppliers discuss with us. */
export const externalConversations: readonly ConversationTemplate[] = [
  {
    topic: 'Offer for {project}',
    turns: [
      [
        'opener',
        'Dear {you},\n\nthank you for the offer. Before we can order, our purchasing asks two things: can the payment be split in two, and is training on site included?\n\nKind regards\n{me}',
      ],
      [
        'owner',
        'Dear {you},\n\nyes to both. I attach nothing new, the offer stays valid until the end of {month}.\n\nBest wishes\n{me}',
      ],
      ['opener', 'Excellent. You will have the order by {day}.'],
    ],
  },
  {
    topic: 'Delivery date of order {number}',
    turns: [
      [
        'opener',
        'Hello {you},\n\ncould you tell me when order {number} leaves your house? Our line stops on {day} and I would love to use that window.',
      ],
      [
        'owner',
        'Hello {you},\n\nit leaves tomorrow and should be with you two days later. I send the tracking number as soon as I have it.',
      ],
      ['opener', 'That fits. Thank you!'],
      ['owner', 'Tracking number: EX-{number}-{amount}.'],
    ],
  },
  {
    topic: 'Questions about the interface of {project}',
    turns: [
      [
        'opener',
        'Hi {you},\n\nour software team would like to read the measurements directly. Is there a description of the interface, and is it stable?',
      ],
      [
        'owner',
        'There is, I have asked a colleague to send it. It has been stable for two years and there are no plans to change it.',
      ],
      [
        'third',
        'Here is the short version: one request per sensor, JSON, at most {number} a minute. The long version follows on {day}.',
      ],
      ['opener', 'This is already all that we need. Much appreciated.'],
    ],
  },
  {
    topic: 'Visit on {day}',
    turns: [
      [
        'opener',
        'Dear {you},\n\nwe will be {number} people on {day}. One of us uses a wheelchair, is the {room} reachable without stairs?\n\nBest regards\n{me}',
      ],
      [
        'owner',
        'It is, there is a lift right behind the entrance. We look forward to seeing you. Lunch is taken care of.',
      ],
      ['opener', 'Perfect, see you then.'],
    ],
  },
  {
    topic: 'Invoice {number}',
    turns: [
      [
        'opener',
        'Good morning,\n\ninvoice {number} over EUR {amount} does not show our order number, so accounting sent it back to me. Could you add it and send it again?',
      ],
      ['third', 'Of course, sorry about that. The corrected invoice leaves today.'],
      ['opener', 'Received and passed on, thank you.'],
    ],
  },
  {
    topic: 'Acceptance of {project}',
    turns: [
      [
        'opener',
        'Hello {you},\n\nthe acceptance went well. Open points: label on cabinet {number}, and the alarm is too quiet for our hall.',
      ],
      [
        'owner',
        'Glad to hear that. The label is in the post, and a louder buzzer can be fitted during the next service.',
      ],
      ['opener', 'Then from our side {project} is accepted. Thank you for the good work together.'],
      ['owner', 'Thank you! It was a pleasure.'],
      ['third', 'What a nice end of the week. Congratulations everyone.'],
    ],
  },
];
