"""Calendars: meetings made, changed, called off and answered, what takes place when, who has time, and who is away."""
from accounts import ZONE
from exchangelib import Attendee, CalendarItem, Mailbox, OofSettings
from exchangelib.items import MeetingCancellation, MeetingRequest, MeetingResponse
from exchangelib.recurrence import Recurrence, WeeklyPattern
from reading import address, moment, moment_of

TELL_EVERYBODY = {"send_meeting_invitations": "SendToAllAndSaveCopy"}


def at(text):
    """A moment, as a clock in Berlin shows it: exchangelib gives an event the zone of its start."""
    return moment_of(text).astimezone(ZONE)


def create_series(account, subject, start, end, count, location, body, required, optional):
    """Invites people to something that takes place every week, on the weekday on which it begins."""
    begin = at(start)
    weekly = WeeklyPattern(interval=1, weekdays=[begin.strftime("%A")], first_day_of_week="Monday")
    CalendarItem(
        account=account,
        folder=account.calendar,
        subject=subject,
        body=body,
        start=begin,
        end=at(end),
        location=location,
        required_attendees=[Attendee(mailbox=Mailbox(email_address=each)) for each in required],
        optional_attendees=optional,
        recurrence=Recurrence(pattern=weekly, start=begin.date(), number=count),
    ).save(**TELL_EVERYBODY)


def create_event(account, subject, start, end, all_day=False):
    """Writes something down to which nobody is invited; whole days are given as the dates of the first and the last."""
    begin, finish = at(start), at(end)
    CalendarItem(
        account=account,
        folder=account.calendar,
        subject=subject,
        start=begin.date() if all_day else begin,
        end=finish.date() if all_day else finish,
        is_all_day=all_day,
    ).save()


def series(account, subject):
    """A series as its master tells it."""
    master = account.calendar.get(subject=subject)
    pattern, boundary = master.recurrence.pattern, master.recurrence.boundary
    return {
        "subject": master.subject,
        "location": master.location,
        "start": moment(master.start),
        "zone": master._start_timezone.key,
        "pattern": type(pattern).__name__,
        "interval": pattern.interval,
        "count": getattr(boundary, "number", None),
        "first": moment(master.first_occurrence.start),
        "last": moment(master.last_occurrence.start),
        "modified": [moment(each.start) for each in master.modified_occurrences or []],
        "deleted": [moment(each.start) for each in master.deleted_occurrences or []],
        "answers": {
            address(each.mailbox): each.response_type
            for each in (master.required_attendees or []) + (master.optional_attendees or [])
        },
    }


def update_series(account, subject, location):
    """Moves all of a series to another place and tells everybody."""
    master = account.calendar.get(subject=subject)
    master.location = location
    master.save(update_fields=["location"], **TELL_EVERYBODY)


def update_occurrence(account, subject, index, start, end, new_subject):
    """Changes one of a series, the first being 1, and tells everybody."""
    occurrence = account.calendar.get(subject=subject).occurrence(index=index)
    occurrence.start, occurrence.end, occurrence.subject = at(start), at(end), new_subject
    occurrence.save(update_fields=["start", "end", "subject"], **TELL_EVERYBODY)


def cancel_occurrence(account, subject, index):
    """Calls one of a series off and tells everybody."""
    occurrence = account.calendar.get(subject=subject).occurrence(index=index)
    occurrence.delete(send_meeting_cancellations="SendToAllAndSaveCopy")


def cancel(account, subject, body):
    """Calls a meeting off and tells everybody why."""
    account.calendar.get(subject=subject).cancel(body=body)


def answer(account, subject, how, body):
    """Answers the only invitation with that subject: `accept`, `tentatively_accept` or `decline`."""
    getattr(account.inbox.get(subject=subject, item_class="IPM.Schedule.Meeting.Request"), how)(body=body)


def meeting_mail(account, subject):
    """What came about meetings whose subject contains this, newest first."""
    kinds = (MeetingRequest, MeetingResponse, MeetingCancellation)
    return [
        {
            "kind": type(item).__name__,
            "subject": item.subject,
            "from": address(item.author),
            "responseType": getattr(item, "response_type", None),
            "location": getattr(item, "location", None),
        }
        for item in account.inbox.filter(subject__contains=subject).order_by("-datetime_received")
        if isinstance(item, kinds)
    ]


def view(account, start, end, subject=""):
    """What takes place in a time and has this in its subject, in its order. Whole days have dates, as the first and the last of them."""
    return [
        {
            "subject": item.subject,
            "type": item.type,
            "isAllDay": item.is_all_day,
            "start": str(item.start) if item.is_all_day else moment(item.start),
            "end": str(item.end) if item.is_all_day else moment(item.end),
            "location": item.location,
            "isCancelled": item.is_cancelled,
            "organizer": address(item.organizer),
        }
        for item in account.calendar.view(start=at(start), end=at(end))
        if subject in (item.subject or "")
    ]


def count_view(account, start, end, most):
    """How many take place in a time when no more than that are wanted."""
    return len(list(account.calendar.view(start=at(start), end=at(end), max_items=most)))


def availability(account, people, start, end, slot_minutes):
    """When people have time: a digit for each slot, and what is in their calendars."""
    asked = [(each, "Required", False) for each in people]
    views = account.protocol.get_free_busy_info(
        accounts=asked, start=at(start), end=at(end), merged_free_busy_interval=slot_minutes
    )
    return [
        {
            "merged": free_busy.merged,
            "busy": [
                {"start": berlin_moment(each.start), "end": berlin_moment(each.end), "status": each.busy_type}
                for each in free_busy.calendar_events or []
            ],
            "workingDays": free_busy.working_hours[0].weekdays if free_busy.working_hours else [],
        }
        for free_busy in views
    ]


def berlin_moment(clock):
    """A moment of free/busy: exchangelib hands these out as clocks show them in the zone that was asked in."""
    return moment(clock.replace(tzinfo=ZONE))


def out_of_office(account):
    """What is answered while somebody is away."""
    settings = account.oof_settings
    return {
        "state": settings.state,
        "audience": settings.external_audience,
        "start": settings.start and moment(settings.start),
        "end": settings.end and moment(settings.end),
        "internal": settings.internal_reply,
        "external": settings.external_reply,
    }


def set_out_of_office(account, state, audience="All", start=None, end=None, internal=None, external=None):
    """Sets what is answered while somebody is away."""
    account.oof_settings = OofSettings(
        state=state,
        external_audience=audience,
        start=start and at(start),
        end=end and at(end),
        internal_reply=internal,
        external_reply=external,
    )


COMMANDS = {
    command.__name__: command
    for command in (
        create_series,
        create_event,
        series,
        update_series,
        update_occurrence,
        cancel_occurrence,
        cancel,
        answer,
        meeting_mail,
        view,
        count_view,
        availability,
        out_of_office,
        set_out_of_office,
    )
}
