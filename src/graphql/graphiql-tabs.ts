import { instantText } from '../ews/properties/codec.ts';

/** One tab of GraphiQL. */
export interface GraphiqlTab {
  readonly query: string;
}

const mailScreen = `# A mail screen in one request. Ctrl+Enter runs it.
# What it cost is at the end of the answer.
query MailScreen(
  $address: EmailAddress! = "alice@example.test"
  $after: String
) {
  mailbox(address: $address) {
    displayName
    inbox {
      messages(first: 20, after: $after) {
        totalCount
        pageInfo {
          hasNextPage
          endCursor
        }
        nodes {
          subject
          from {
            name
            address
          }
          receivedAt
          isRead
          hasAttachments
          flag {
            status
          }
          preview(length: 120)
          id
        }
      }
    }
    folders {
      path
      role
      unreadCount
      totalCount
    }
  }
}
`;

const message = `# The newest message with an attachment, opened.
# For any other: node(id: "...") { ... on Message { subject } }
query OpenMessage($address: EmailAddress! = "alice@example.test") {
  mailbox(address: $address) {
    messages(first: 1, filter: { hasAttachments: true, kind: [MAIL] }) {
      nodes {
        subject
        from {
          name
          address
        }
        to {
          name
          address
        }
        body(format: HTML) {
          html
          truncated
          remoteImagesBlocked
        }
        attachments {
          __typename
          name
          contentType
          sizeBytes
          ... on FileAttachment {
            downloadUrl
          }
        }
        conversation {
          messageCount
          messages(first: 10) {
            nodes {
              subject
              receivedAt
              folder {
                path
              }
            }
          }
        }
      }
    }
  }
}
`;

const search = `# A search of the whole mailbox by conditions.
# For words, as in a search box: messages(search: "kestrel").
query Search($address: EmailAddress! = "alice@example.test") {
  mailbox(address: $address) {
    messages(
      first: 25
      filter: {
        and: [
          { isRead: false }
          { not: { categories: { containsAny: ["done"] } } }
        ]
      }
    ) {
      totalCount
      nodes {
        subject
        from {
          name
        }
        receivedAt
        categories
        folder {
          path
        }
      }
    }
  }
}
`;

const week = (start: string, end: string): string => `# A week of all calendars, occurrences of series included,
# and when two colleagues and a room have time.
query Week(
  $address: EmailAddress! = "alice@example.test"
  $people: [EmailAddress!]! = ["bob@example.test", "carol@example.test", "room-1@example.test"]
  $window: TimeWindowInput! = {
    start: "${start}"
    end: "${end}"
    timeZone: "Europe/Paris"
  }
) {
  mailbox(address: $address) {
    agenda(window: $window) {
      nodes {
        type
        subject
        isAllDay
        start {
          dateTime
          date
          local
          timeZone
        }
        end {
          dateTime
          date
        }
        location
        myResponse
        attendees {
          recipient {
            name
            address
          }
          response
        }
        recurrence {
          rrule
          summary
        }
      }
    }
  }
  availability(
    input: { addresses: $people, window: $window, asMailbox: $address }
  ) {
    address
    freeBusy {
      busy {
        start
        end
        status
      }
    }
    error {
      code
      detail
    }
  }
}
`;

const send = `# Sends a message to a colleague. Run it twice: the key sees to it that
# it is sent once, and the second answer says REPLAYED.
mutation Send($from: EmailAddress! = "alice@example.test") {
  sendMessage(
    input: {
      mailbox: $from
      message: {
        to: [{ address: "bob@example.test" }]
        subject: "Lunch at noon?"
        body: { markdown: "The *usual* place, **my turn**." }
      }
      idempotencyKey: "lunch-1"
    }
  ) {
    message {
      subject
      to {
        name
        address
      }
      folder {
        path
      }
    }
    submission {
      status
      internetMessageId
    }
    userErrors {
      code
      detail
    }
  }
}
`;

const book = (
  start: string,
  end: string,
): string => `# Books a room every week, six times. Those who are invited get mail, for
# notify says so. Run it again to see what they have answered.
mutation Book($organizer: EmailAddress! = "alice@example.test") {
  createEvent(
    input: {
      mailbox: $organizer
      event: {
        subject: "Review"
        timing: {
          timed: { start: "${start}", end: "${end}", timeZone: "Europe/Paris" }
        }
        attendees: [
          { address: "bob@example.test" }
          { address: "carol@example.test", role: OPTIONAL }
          { address: "room-1@example.test", name: "Lighthouse", role: RESOURCE }
        ]
        recurrence: { rrule: "FREQ=WEEKLY;COUNT=6" }
        reminderBefore: "PT15M"
      }
      notify: ALL
      idempotencyKey: "review-1"
    }
  ) {
    event {
      subject
      location
      start {
        local
        timeZone
      }
      recurrence {
        summary
      }
      attendees {
        recipient {
          name
          address
        }
        role
        response
      }
    }
    userErrors {
      code
      detail
    }
  }
}
`;

const live = `# What happens in a mailbox, as it happens. Run it,
# then Send or Book in a second window. The first
# answer says where you begin; whoever goes on later
# with after: "<last token>" misses nothing.
subscription Live($mailbox: EmailAddress! = "alice@example.test") {
  mailboxChanged(mailbox: $mailbox) {
    change {
      __typename
      ... on MessageChanged {
        kind
        message {
          subject
          from {
            name
          }
          isRead
        }
        folder {
          path
        }
      }
      ... on MessageReadStateChanged {
        id
        isRead
      }
      ... on CalendarEventChanged {
        kind
        event {
          subject
          start {
            local
            timeZone
          }
        }
      }
      ... on FolderChanged {
        kind
        folder {
          path
          unreadCount
          totalCount
        }
      }
      ... on ResyncRequired {
        reason
      }
    }
    token
  }
}
`;

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Midnight UTC of the Monday of this week. */
const mondayOf = (now: Date): number => {
  const today = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return today - ((now.getUTCDay() + 6) % 7) * dayMs;
};

/**
 * Examples that work on the embedded organisation as they stand: the mail screen, a message, a search, this week's calendar with free and busy times, a
 * message that is sent, a meeting that is booked, and a subscription. Variables stand in them as defaults, for GraphiQL 5 drops the variables of the
 * tab that it opens with.
 */
export const graphiqlTabs = (now: Date): readonly GraphiqlTab[] => {
  const monday = mondayOf(now);
  // Late on Friday of the coming week, when the demo's people and rooms have nothing else.
  const review = monday + 11 * dayMs + 16 * hourMs;
  return [
    mailScreen,
    message,
    search,
    week(instantText(monday), instantText(monday + 7 * dayMs)),
    send,
    book(instantText(review), instantText(review + hourMs)),
    live,
  ].map((query) => ({ query }));
};
