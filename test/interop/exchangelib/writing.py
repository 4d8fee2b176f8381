"""Messages written, sent, answered, moved, deleted and marked."""
import base64

from exchangelib import FileAttachment, HTMLBody, Message
from exchangelib.folders import Messages
from reading import folder


def create_folder(account, parent, name):
    """Makes a folder for mail."""
    Messages(parent=folder(account, parent), name=name).save()


def new_message(account, subject, to, cc=(), html=None, text=None, importance="Normal", where=None):
    """A message that is nowhere yet but in this process, and would be saved in that folder."""
    return Message(
        account=account,
        folder=where,
        subject=subject,
        body=text if html is None else HTMLBody(html),
        to_recipients=list(to),
        cc_recipients=list(cc),
        importance=importance,
    )


def send(account, **content):
    """Sends at once and keeps a copy among sent mail."""
    new_message(account, **content).send()


def send_without_copy(account, **content):
    """Sends at once and keeps nothing."""
    new_message(account, **content).send(save_copy=False)


def send_draft(account, files=(), change=None, **content):
    """Saves a draft, attaches files to it, changes its text and sends it, so that a copy is kept among sent mail."""
    draft = new_message(account, where=account.drafts, **content).save()
    for file in files:
        draft.attach(file_attachment(file))
    if change is not None:
        draft.body = change
        draft.save(update_fields=["body"])
    draft.send()


def send_with_files(account, files, **content):
    """Sends something new with files. exchangelib makes a draft of it first, where a server is older than Exchange 2013, and keeps no copy then."""
    message = new_message(account, where=account.drafts, **content)
    for file in files:
        message.attach(file_attachment(file))
    message.send_and_save()


def file_attachment(file):
    """A file that was given as JSON."""
    return FileAttachment(
        name=file["name"],
        content_type=file["contentType"],
        content=base64.b64decode(file["base64"]),
        is_inline=file.get("contentId") is not None,
        content_id=file.get("contentId"),
    )


def reply(account, where, subject, reply_subject, text, to_all=False):
    """Answers whoever wrote, or everybody."""
    message = folder(account, where).get(subject=subject)
    if to_all:
        message.reply_all(subject=reply_subject, body=text)
    else:
        message.reply(subject=reply_subject, body=text)


def reply_by_draft(account, where, subject, reply_subject, text):
    """Answers by a draft that is read again before it is sent."""
    message = folder(account, where).get(subject=subject)
    saved = message.create_reply(subject=reply_subject, body=text).save(account.drafts)
    account.drafts.get(id=saved.id, changekey=saved.changekey).send()


def forward(account, where, subject, forward_subject, text, to):
    """Passes a message on."""
    folder(account, where).get(subject=subject).forward(subject=forward_subject, body=text, to_recipients=to)


def move(account, where, subject, to):
    """Moves a message."""
    folder(account, where).get(subject=subject).move(folder(account, to))


def copy(account, where, subject, to):
    """Copies a message."""
    folder(account, where).get(subject=subject).copy(folder(account, to))


def delete(account, where, subject, how):
    """Deletes a message: `move_to_trash`, `soft_delete` or `delete`, which is for good."""
    getattr(folder(account, where).get(subject=subject), how)()


def delete_all(account, where, prefix):
    """Deletes every message whose subject begins so, for good and in one go."""
    folder(account, where).filter(subject__startswith=prefix).delete()


def update(account, where, subject, changes):
    """Sets fields of a message by their names in exchangelib."""
    message = folder(account, where).get(subject=subject)
    for name, value in changes.items():
        setattr(message, name, value)
    message.save(update_fields=list(changes))


def mark_all_read(account, where, prefix):
    """Sets the read flag of every message whose subject begins so, in one request."""
    found = list(folder(account, where).filter(subject__startswith=prefix))
    for message in found:
        message.is_read = True
    account.bulk_update([(message, ["is_read"]) for message in found])


COMMANDS = {
    command.__name__: command
    for command in (
        create_folder,
        send,
        send_without_copy,
        send_draft,
        send_with_files,
        reply,
        reply_by_draft,
        forward,
        move,
        copy,
        delete,
        delete_all,
        update,
        mark_all_read,
    )
}
