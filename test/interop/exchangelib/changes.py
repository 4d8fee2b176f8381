"""What happens in a mailbox, told by synchronisation and by the three kinds of subscriptions."""
import contextlib
import http.server
import threading

from exchangelib.services import SendNotification
from reading import folder

EVENTS = ["CreatedEvent", "DeletedEvent", "ModifiedEvent", "MovedEvent", "NewMailEvent"]


def sync_items(account, where):
    """What changed in a folder since the last time; everything the first time."""
    found = []
    for kind, item in folder(account, where).sync_items():
        if kind == "delete":
            found.append({"kind": kind, "id": item.id})
        elif kind == "read_flag_change":
            found.append({"kind": kind, "id": item[0].id, "isRead": item[1]})
        else:
            found.append({"kind": kind, "id": item.id, "subject": item.subject})
    return found


def sync_hierarchy(account):
    """Which folders changed since the last time; all the first time."""
    return [{"kind": kind, "name": getattr(each, "name", None)} for kind, each in account.root.sync_hierarchy()]


def subscribe_to_pull(account, where):
    """A subscription that is asked for what happened: its id and where it begins."""
    return folder(account, where).subscribe_to_pull(event_types=EVENTS)


def get_events(account, where, subscription, watermark):
    """Everything that happened in a folder since a watermark."""
    notifications = folder(account, where).get_events(subscription, watermark)
    return [told for notification in notifications for told in plain(notification)]


def subscribe_to_streaming(account, where):
    """A subscription for an answer that does not end: its id."""
    return folder(account, where).subscribe_to_streaming(event_types=EVENTS)


def stream(account, where, subscription, until):
    """What happens in a folder until there was an event of this kind, or a minute is over."""
    found = []
    events = folder(account, where).get_streaming_events(subscription, connection_timeout=1)
    with contextlib.closing(events):
        for notification in events:
            found.extend(plain(notification))
            if any(event["kind"] == until for event in found):
                break
    return found


def unsubscribe(account, where, subscription):
    """Ends a subscription."""
    folder(account, where).unsubscribe(subscription)


pushed = []


def subscribe_to_push(account, where):
    """A subscription whose events come to a server in this process, which understands and answers them with exchangelib."""
    service = SendNotification(protocol=account.protocol)

    class Receiver(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            for notification in service.parse(body):
                pushed.extend(plain(notification))
            answer = service.ok_payload()
            self.send_response(200)
            self.send_header("Content-Type", "text/xml; charset=utf-8")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

    receiver = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=receiver.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{receiver.server_port}/"
    folder(account, where).subscribe_to_push(callback_url=url, event_types=EVENTS)


def pushed_events(account):
    """What was pushed so far."""
    return list(pushed)


def plain(notification):
    """The events of a notification as JSON has them; a status says only that somebody is still there."""
    return [
        {"kind": type(event).__name__, "watermark": event.watermark, "itemId": item_id(event)}
        for event in notification.events
        if type(event).__name__ != "StatusEvent"
    ]


def item_id(event):
    """What it happened to, when that is an item."""
    item = getattr(event, "item_id", None)
    return item and item.id


COMMANDS = {
    command.__name__: command
    for command in (
        sync_items,
        sync_hierarchy,
        subscribe_to_pull,
        get_events,
        subscribe_to_streaming,
        stream,
        unsubscribe,
        subscribe_to_push,
        pushed_events,
    )
}
