"""Deadlines: first and last day, and when what they ask for was done."""
import book
import days
import figures
from words import CERTIFICATES


class Deadline:
    def __init__(self, name, first, last):
        self.name = name
        self.first = first
        self.last = last  # None: no end
        self.done = None

    def open_on(self, day):
        return self.done is None and (self.last is None or day <= self.last)

    def form(self, on):
        if self.done is not None:
            status = "met" if self.last is None or self.done <= self.last else "missed"
        elif self.last is not None and on > self.last:
            status = "missed"
        else:
            status = "open"
        return {"id": self.name, "first_day": days.text(self.first),
                "last_day": days.text(self.last), "state": status}


class Deadlines:
    def __init__(self, holidays):
        self.holidays = holidays
        self.list = []
        self.application = None     # the fee that the pending application waits for
        self.certificate = {}       # those of the present certificate, by name
        self.cycle = None           # its cycle-expiry
        self.bar = None             # the reapplication after the last bar
        self.payments = []          # of progress visits, in the order of the invoices

    def add(self, name, first, last):
        deadline = Deadline(name, first, last)
        self.list.append(deadline)
        return deadline

    def finish(self, name, day):
        """What the present certificate waited for, the first time it is done."""
        deadline = self.certificate.get(name)
        if deadline is not None and deadline.done is None:
            deadline.done = day

    def take(self, event, before, after, log, fold):
        self.of_application(event, before, fold)
        self.of_checks(event, before)
        self.of_payment(event, fold)
        self.of_certificate(event, before, after, log)
        self.of_cycle(event, before, after, log)
        self.of_fee(event, after, log)
        self.of_bar(event, before, after, log)

    def of_application(self, event, before, fold):
        if event.name == "applied":
            renewing = any(status in CERTIFICATES for status in before.held)
            self.application = "renewal" if renewing else "registration"
            if fold.fees.list[-1].paid:  # before it fell due
                self.start_audit_deadline(event.on)
        elif event.name == "fee-paid" and event.fee == self.application:
            self.start_audit_deadline(event.on)
        elif event.name == "audit-held" and event.audit in ("ica", "iaa"):
            self.application = None
            for deadline in self.list:
                if deadline.name == "audit-held" and deadline.done is None:
                    deadline.done = event.on

    def start_audit_deadline(self, day):
        self.application = None
        self.add("audit-held", day, days.add_months(day, figures.AUDIT_WITHIN_MONTHS))

    def of_checks(self, event, before):
        if before.certificate is None:
            return
        if event.name == "visit-contacted":
            self.finish("progress-visit-contact", event.on)
            scheduled = book.in_force(book.window_start(before.certificate)) is book.ESCP_2020
            if scheduled and "progress-visit-held" not in self.certificate:
                self.certificate["progress-visit-held"] = self.add(
                    "progress-visit-held", event.on,
                    days.add_weeks(event.on, figures.SCHEDULING_WEEKS))
        if event.name == "visit-held":
            self.finish("progress-visit-held", event.on)
        if event.name == "visit-declined" and "progress-audit-held" not in self.certificate:
            self.add_window("progress-audit-held", before.certificate.first_day,
                            figures.PROGRESS_AUDIT_WINDOW_MONTHS)
        if event.name == "audit-held" and event.audit == "pa":
            self.finish("progress-audit-held", event.on)

    def add_window(self, name, first_day, months):
        self.certificate[name] = self.add(name, days.add_months(first_day, months[0]),
                                          days.add_months(first_day, months[1]))

    def of_payment(self, event, fold):
        if event.name == "invoice-received" and event.fee == "progress-visit":
            deadline = self.add("progress-visit-payment", event.on, days.add_working_days(
                event.on, figures.PAYMENT_WORKING_DAYS, self.holidays))
            self.payments.append(deadline)
            if fold.fees.list[-1].paid:  # before it fell due
                deadline.done = event.on
        elif event.name == "fee-paid" and event.fee == "progress-visit":
            for deadline in self.payments:
                if deadline.done is None:
                    deadline.done = event.on
                    return

    def of_certificate(self, event, before, after, log):
        if before.certificate is not None and after.certificate is None:
            self.finish("certificate-expiry", event.on)
        if "issued" not in log:
            return
        old = self.certificate.get("certificate-expiry")
        if old is not None and old.done is None and event.on <= days.add_days(old.last, 1):
            # In time on the day after the last one: certificates then follow without a gap.
            old.done = min(event.on, old.last)
        certificate = after.certificate
        self.certificate = {"certificate-expiry": self.add(
            "certificate-expiry", certificate.first_day, certificate.last_day)}
        edition = book.in_force(book.window_start(certificate))
        if edition is book.ESCP_2020:
            self.add_window("progress-visit-contact", event.on, figures.VISIT_WINDOW_MONTHS)
        elif edition is book.IETP_2018:
            self.add_window("progress-visit-held", event.on, figures.VISIT_WINDOW_MONTHS)
        else:
            self.add_window("progress-audit-held", event.on,
                            figures.PROGRESS_AUDIT_WINDOW_MONTHS)

    def of_cycle(self, event, before, after, log):
        if self.cycle is not None:
            ended = not after.cycle_is_open() or not before.cycle_is_open()
            restarted = event.name == "audit-held" and "cycle-started" in log
            if (ended or restarted) and self.cycle.open_on(event.on):
                self.cycle.done = event.on
            if ended or restarted:
                self.cycle = None
        if after.cycle_is_open():
            if self.cycle is None:
                self.cycle = self.add("cycle-expiry", after.cycle.started_on, None)
            self.cycle.last = after.cycle.last_day()

    def of_fee(self, event, after, log):
        if event.name == "fee-paid" and event.fee == "certification":
            for deadline in self.list:
                if deadline.name == "certification-fee" and deadline.done is None:
                    deadline.done = event.on
        if "approved" in log:
            self.add("certification-fee", after.cycle.since, after.cycle.last_day())

    def of_bar(self, event, before, after, log):
        if self.bar is not None and before.bar is not None and after.bar is None:
            self.list.remove(self.bar)  # lifted before its time
            self.bar = None
        if event.name == "applied" and self.bar is not None:
            self.bar.done = event.on
            self.bar = None
        if "terminated" in log:
            if self.bar is not None:
                self.list.remove(self.bar)  # the new bar takes its place
            self.bar = self.add("reapplication", days.add_days(after.bar.last_day, 1), None)
