"""Folders and messages as exchangelib reads and finds them."""
import base64
import datetime
import hashlib

from exchangelib import UTC, EWSDateTime, ExtendedProperty, FileAttachment, HTMLBody, Message


class FlagStatus(ExtendedProperty):
    """PidTagFlagStatus, 2 when something is to be done; exchangelib has no field of its own for it."""

    property_tag = 0x1090
    property_type = "Integer"


Message.register("flag_status", FlagStatus)


def folder(account, path):
    """A folder by exchangelib's own word for it, `inbox`, or by its path, `/Inbox/Tea`."""
    if not path.startswith("/"):
        return getattr(account, path)
    found = account.root.tois
    for name in path[1:].split("/"):
        found = found // name
    return found


def server(account):
    """The version that exchangelib speaks with the server, told to it or guessed."""
    version = account.version
    return {"version": version.api_version, "build": f"{version.build.major_version}.{version.build.minor_version}"}


def folders(account):
    """All folders below the top, each with its name after those that it lies in."""
    account.root.clear_cache()
    top = account.root.tois
    return [
        {
            "names": [part.name for part in each.parts[len(top.parts) :]],
            "kind": type(each).__name__,
            "total": each.total_count,
            "unread": each.unread_count,
        }
        for each in top.walk()
    ]


def page(account, where, order):
    """Every item of a folder in this order, in pages of a hundred."""
    query = folder(account, where).all().only("subject", "datetime_received", "message_id").order_by(order)
    query.page_size = 100
    return [
        {
            "id": item.id,
            "subject": item.subject,
            "receivedAt": moment(item.datetime_received),
            "messageId": item.message_id,
        }
        for item in query
    ]


def read(account, where, subject):
    """The only message with that subject."""
    return plain(folder(account, where).get(subject=subject))


def fetch(account, where, count):
    """What exchangelib makes of the first items of a folder, asked for together: their classes, or those of what it would raise."""
    ids = [(item.id, item.changekey) for item in folder(account, where).all().only("id", "changekey")[:count]]
    return [type(item).__name__ for item in account.fetch(ids)]


def read_newest(account, where, count):
    """Messages whole, newest first. Counts in multiples of 100: exchangelib rounds [:150] up to 200."""
    query = folder(account, where).filter(item_class="IPM.Note").order_by("-datetime_received")
    return [plain(message) for message in query[:count]]


def plain(message):
    """A message as JSON has it; addresses without names."""
    return {
        "id": message.id,
        "subject": message.subject,
        "body": message.body,
        "isHtml": isinstance(message.body, HTMLBody),
        "from": address(message.author),
        "sender": address(message.sender),
        "to": addresses(message.to_recipients),
        "cc": addresses(message.cc_recipients),
        "messageId": message.message_id,
        "inReplyTo": message.in_reply_to,
        "references": message.references,
        "isRead": message.is_read,
        "importance": message.importance,
        "categories": message.categories or [],
        "flagStatus": message.flag_status,
        "mime": base64.b64encode(message.mime_content).decode(),
    }


def address(mailbox):
    """The address of a mailbox of exchangelib, if there is one."""
    return mailbox and mailbox.email_address


def addresses(mailboxes):
    """The addresses of many, none of nobody."""
    return [address(mailbox) for mailbox in mailboxes or []]


def moment(value):
    """A time as JSON has it, in UTC."""
    return value.astimezone(UTC).ewsformat()


def moment_of(text):
    """The time that JSON has."""
    return EWSDateTime.fromtimestamp(datetime.datetime.fromisoformat(text).timestamp(), tz=UTC)


def attachments(account, where, subject):
    """Everything that is attached to a message: files with their bytes, items with their subjects."""
    found = []
    for attachment in folder(account, where).get(subject=subject).attachments:
        told = {"name": attachment.name, "isInline": attachment.is_inline, "contentId": attachment.content_id}
        if isinstance(attachment, FileAttachment):
            told["contentType"] = attachment.content_type
            told["base64"] = base64.b64encode(attachment.content).decode()
        else:
            told["item"] = {"kind": type(attachment.item).__name__, "subject": attachment.item.subject}
        found.append(told)
    return found


def hash_attachments(account, where, subject):
    """Files read as streams, so that none has to fit into memory."""
    found = []
    for attachment in folder(account, where).get(subject=subject).attachments:
        digest, size = hashlib.sha256(), 0
        with attachment.fp as stream:
            while chunk := stream.read(65536):
                digest.update(chunk)
                size += len(chunk)
        found.append({"name": attachment.name, "size": size, "sha256": digest.hexdigest()})
    return found


def search(account, where, conditions=None, query=None, unlike=None):
    """Message ids of what fulfils the conditions, or a query string, or does not fulfil `unlike`."""
    asked = folder(account, where)
    if query is not None:
        found = asked.filter(query)
    elif unlike is not None:
        found = asked.exclude(**times_read(unlike))
    else:
        found = asked.filter(**times_read(conditions))
    return [item.message_id for item in found.only("message_id")]


def times_read(conditions):
    """Conditions whose times are times instead of texts."""
    return {
        name: moment_of(value) if name.startswith("datetime_") else value
        for name, value in conditions.items()
    }


COMMANDS = {
    command.__name__: command
    for command in (
        server,
        folders,
        page,
        read,
        fetch,
        read_newest,
        attachments,
        hash_attachments,
        search,
    )
}
