"""The figures that the documents give, and placeholders for those they do not."""

# R4: how many checkpoints of a section apply is not published. These are placeholders, and must
# be the ones of the editions that are compared with this model.
APPLICABLE = {
    "audit-process": 20,
    "business-ethics": 20,
    "discrimination": 20,
    "disciplinary-practices": 20,
    "employee-representation": 20,
    "employment-practices": 20,
    "environment-and-chemical-safety": 20,
    "modern-day-slavery": 20,
    "safety": 40,
    "underage-labor": 20,
    "wages": 20,
    "working-hours": 20,
}

CERTIFICATE_MONTHS = {
    "certified": [12], "seal-a": [12], "seal-b": [12], "seal-c": [12],
    "probation": [12], "remediation": [9, 12],
}
CYCLE_MONTHS = {"assessed": 10, "progressing": 6, "approved": None}
LONGEST_CYCLE_MONTHS = 10       # R29
SHORTEST_TERMINATION_MONTHS = 6  # R25

CURRENCY = "USD"
REGISTRATION = 150000   # minor units: cents
CERTIFICATION = 80000
MAN_DAY = 50000
VISIT_CAP = 150000

AUDIT_WITHIN_MONTHS = 2
VISIT_WINDOW_MONTHS = (2, 4)
PROGRESS_AUDIT_WINDOW_MONTHS = (2, 6)
SCHEDULING_WEEKS = 4
PAYMENT_WORKING_DAYS = 15
