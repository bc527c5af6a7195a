"""Fees: what fell due, to whom, how much, and whether it was paid."""
import figures
from words import CERTIFICATES


class Fee:
    def __init__(self, name, payee, minor_units, published=True):
        self.name = name
        self.payee = payee
        self.minor_units = minor_units  # None: not known
        self.published = published
        self.paid = False

    def form(self):
        amount = None
        if self.minor_units is not None:
            amount = {"minor_units": self.minor_units, "currency": figures.CURRENCY}
        status = "paid" if self.paid else ("due" if self.published else "not-published")
        return {"id": self.name, "payee": self.payee, "amount": amount, "state": status}


def man_day_amount(man_days):
    """Exact: man-days have at most two decimals, the rate is whole in cents."""
    return None if man_days is None else int(man_days * figures.MAN_DAY)


def visit_amount(man_days):
    amount = man_day_amount(man_days)
    return None if amount is None else min(amount, figures.VISIT_CAP)


class Fees:
    def __init__(self):
        self.list = []
        self.credit = []  # names of fees paid before they fell due

    def fall_due(self, fee):
        if fee.name in self.credit:
            self.credit.remove(fee.name)
            fee.paid = True
        self.list.append(fee)

    def pay(self, name):
        for fee in self.list:
            if fee.name == name and not fee.paid:
                fee.paid = True
                return
        self.credit.append(name)

    def take(self, event, before, log, fold):
        if event.name == "applied":
            if any(status in CERTIFICATES for status in before.held):  # R31
                self.fall_due(Fee("renewal", "programme", None, published=False))
            else:
                self.fall_due(Fee("registration", "programme", figures.REGISTRATION))
        if event.name == "audit-held":
            self.fall_due(Fee("audit", "audit-firm", man_day_amount(event.man_days)))
        if "approved" in log:
            self.fall_due(Fee("certification", "programme", figures.CERTIFICATION))
        if event.name == "invoice-received" and event.fee == "progress-visit":
            self.fall_due(Fee("progress-visit", "programme", visit_amount(fold.visit_man_days)))
        if event.name == "fee-paid":
            self.pay(event.fee)
