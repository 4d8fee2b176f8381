import { colleagues, partners, services, type Person } from './people.ts';

/** A mail that nobody answers, with the same gaps as the conversations. */
export interface NoticeTemplate {
  readonly from: readonly Person[];
  readonly subject: string;
  readonly text: string;
  readonly categories?: readonly string[];
  readonly headers?: readonly (readonly [name: string, value: string])[];
}

const automatic = [['Auto-Submitted', 'auto-generated']] as const;
const someone = colleagues;

/** Single mails of people and machines. */
export const notices: readonly NoticeTemplate[] = [
  {
    from: [services.builds],
    subject: '[{project}] Build #{number} succeeded',
    text: 'Build #{number} of {project} on branch main finished in 6 minutes.\n\n212 tests passed, 0 failed.',
    headers: automatic,
  },
  {
    from: [services.builds],
    subject: '[{project}] Build #{number} FAILED',
    text: 'Build #{number} of {project} failed in step "integration".\n\nFirst error: expected 12 readings, found 11.',
    headers: automatic,
  },
  {
    from: [services.monitoring],
    subject: 'Resolved: {client} gateway unreachable',
    text: 'The gateway at {client} answers again.\nDuration: {number} seconds.',
    headers: automatic,
  },
  {
    from: [services.monitoring],
    subject: 'Disk usage above 80 % on store-{number}',
    text: 'Volume /data on store-{number} is 82 % full. At the present rate it lasts until {day}.',
    headers: automatic,
  },
  {
    from: [services.expenses],
    subject: 'Expense report {number} was approved',
    text: 'Good news: your expense report {number} over EUR {amount} was approved and will be paid with the next run.',
    headers: automatic,
  },
  {
    from: [services.billing],
    subject: 'Your invoice for {month} is ready',
    text: 'Your invoice {number} over USD {amount} is available in the console. No action is needed, the amount is charged automatically.',
    categories: ['Finance'],
    headers: automatic,
  },
  {
    from: [services.travel],
    subject: 'Your journey on {day}: tickets inside',
    text: 'Thank you for your booking {number}.\n\nDeparture 07:12, platform 4\nArrival 10:48, platform 9\nSeat 61, coach 7 (quiet zone)\n\nHave a good journey!',
    categories: ['Travel'],
  },
  {
    from: [services.tickets],
    subject: '[#{number}] New comment on "{project} does not start after update"',
    text: 'A new comment was added to ticket #{number}:\n\n"After the second restart it works. You may close this."',
    headers: automatic,
  },
  {
    from: [services.tickets],
    subject: '[#{number}] Ticket closed',
    text: 'Ticket #{number} was closed as solved. Reply to this mail to open it again.',
    headers: automatic,
  },
  {
    from: [services.shop],
    subject: 'Notebooks and pens: 20 % off until {day}',
    text: 'Only this week: dotted notebooks, gel pens and sticky notes with 20 % off.\n\nCode: PIXEL{number}',
    headers: [['List-Unsubscribe', '<https://paper-pixel.example.com/unsubscribe>']],
  },
  {
    from: [partners.landlord],
    subject: 'Window cleaning on {day}',
    text: 'Dear tenants,\n\nthe windows are cleaned on {day} between 8 and 12. Please clear the window sills.\n\nQuayside Properties',
  },
  {
    from: [partners.printer],
    subject: 'Proof for job {number}',
    text: 'Hello {you},\n\nthe proof of the {project} handbook is on its way by courier. Please sign and send it back by {day}, then we print at the weekend.\n\nOrla',
    categories: ['Marketing'],
  },
  {
    from: [partners.accountant],
    subject: 'VAT return {month}',
    text: 'Dear {you},\n\nthe return for {month} is filed. EUR {amount} will be debited on the tenth.\n\nKind regards\nPriya Raman',
    categories: ['Finance'],
  },
  {
    from: [partners.lawyer],
    subject: 'Draft agreement with {client}',
    text: 'Dear {you},\n\nplease find my remarks on the draft with {client} in section {number}. The liability clause should be capped; everything else is usual.\n\nJonas Albrecht',
    categories: ['Legal'],
  },
  {
    from: [partners.acmeBuyer, partners.cinderManager, partners.borealisLead],
    subject: 'Purchase order {number}',
    text: 'Dear {you},\n\nwe order as offered: {project}, EUR {amount}, delivery in {month}.\n\nPlease confirm.',
    categories: ['Clients'],
  },
  {
    from: [partners.acmeEngineer, partners.borealisLead],
    subject: 'Site photos',
    text: 'Hi {you},\n\nthe cabinet is mounted and the cables are labelled. Photos are on the share, folder {number}.',
  },
  {
    from: someone,
    subject: 'Notes from today ({project})',
    text: 'Short notes from today:\n\n- {client} is happy with the new screens\n- open: the price for {number} more licences\n- next meeting on {day}, {room}\n\nShout if I forgot something.',
    categories: ['Projects'],
  },
  {
    from: someone,
    subject: 'Late on {day}',
    text: 'I have the dentist at nine and will be in around half past ten. I am on the phone if {project} burns.',
  },
  {
    from: someone,
    subject: 'Travel to {client}',
    text: 'I have booked the early train on {day}. There are two seats left in the same coach, tell me if you want to join.',
    categories: ['Travel'],
  },
  {
    from: someone,
    subject: 'Please sign: timesheet {month}',
    text: 'Your timesheet for {month} is still open. It takes two minutes, promise.',
  },
  {
    from: someone,
    subject: 'Parking space {number} is free',
    text: 'I come by bicycle until {day}, so parking space {number} is free. First come, first served.',
  },
  {
    from: someone,
    subject: '{client} called',
    text: '{client} called about {project}. Nothing urgent, they would like to hear from you by {day}.',
  },
  {
    from: someone,
    subject: 'Article about sensors',
    text: 'I read a good piece about drift compensation last night, page {number} made me think of {project}. It lies in the kitchen.',
  },
  {
    from: someone,
    subject: 'Coffee machine',
    text: 'The coffee machine is back from repair. It wants to be descaled every {number} days, and this time it means it.',
  },
  {
    from: [services.monitoring],
    subject: 'Weekly summary: {number} sites, 0 alarms',
    text: 'A quiet week. All {number} sites answered within two seconds.',
    headers: automatic,
  },
  {
    from: [services.tickets],
    subject: '[#{number}] {client}: cannot print the report',
    text: 'New ticket by {client}:\n\n"The print button is grey since yesterday. We tried turning it off and on again."',
    headers: automatic,
  },
  {
    from: [services.expenses],
    subject: 'Please complete expense report {number}',
    text: 'Expense report {number} misses one receipt (EUR {amount}). Please add it by {day}.',
    headers: automatic,
  },
  {
    from: [partners.tokyoPartner, partners.punePartner],
    subject: 'Translation of the {project} screens',
    text: 'Dear {you},\n\nthe translation is done, {number} texts in all. Two of them are too long for the button; we marked them.',
  },
  {
    from: [partners.acmeBuyer, partners.cinderManager],
    subject: 'New contact from {month} on',
    text: 'Dear {you},\n\nfrom {month} on a colleague takes over the orders for {project}. I will introduce you on {day}.',
    categories: ['Clients'],
  },
  {
    from: [partners.landlord],
    subject: 'Heating: maintenance on {day}',
    text: 'Dear tenants,\n\nthe heating is off on {day} from 9 to 11. Please dress warmly.\n\nQuayside Properties',
  },
  {
    from: someone,
    subject: 'Spare keyboard',
    text: 'There are {number} spare keyboards in the cupboard next to the {room}. Take one, take two.',
  },
  {
    from: someone,
    subject: 'Slides for {client}',
    text: 'The slides are in the {project} folder. I cut them down to {number}, the appendix has the rest. Tell me by {day} what is missing.',
    categories: ['Clients'],
  },
  {
    from: someone,
    subject: 'Photo of the team',
    text: 'The photographer comes on {day}. Wear what you like, but no stripes please, they flicker.',
  },
  {
    from: someone,
    subject: '{project}: measured again',
    text: 'Measured {project} again over night: deviation {number} micrometres, so we are well within the limits. The curve is on the wall in the {room}.',
    categories: ['Projects'],
  },
];
