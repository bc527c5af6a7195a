"""The words of the programme: every name that a case or a history may use."""

SECTIONS = [
    "audit-process", "business-ethics", "discrimination", "disciplinary-practices",
    "employee-representation", "employment-practices", "environment-and-chemical-safety",
    "modern-day-slavery", "safety", "underage-labor", "wages", "working-hours",
]
SEVERITIES = ["minor", "major", "critical", "zero-tolerance"]
TAGS = [
    "record-inconsistency", "inaccurate-records", "wage-deficiency", "delayed-payment",
    "historical-child-labor", "child-labor", "forced-labor", "bribery", "access-denied",
    "hidden-production",
]
AUDITS = ["ica", "iaa", "fu", "sa", "qc", "ta", "pa"]
FEES = ["registration", "renewal", "audit", "certification", "progress-visit"]
EVENTS = [
    "applied", "fee-paid", "audit-held", "audit-reviewed", "finding-closed", "cap-submitted",
    "visit-contacted", "visit-declined", "audit-declined", "visit-held", "invoice-received",
    "decision-recorded",
]

SEALS = ["seal-a", "seal-b", "seal-c"]
# A seal is the older name of the certificate: who held one was "previously certified" (R9).
FULL_CERTIFICATES = ["certified"] + SEALS
CERTIFICATES = FULL_CERTIFICATES + ["remediation", "probation"]
OPEN_CYCLE = ["assessed", "progressing", "approved"]
CYCLES = ["applicant"] + OPEN_CYCLE + ["lapsed"]

# Worst first.
RANKS = [
    "terminated", "lapsed", "expired", "applicant", "assessed", "progressing", "probation",
    "remediation", "approved", "seal-c", "seal-b", "seal-a", "certified",
]

UNKNOWN = "unknown"
YES_NO = ["yes", "no"]


class Refused(Exception):
    """The input is wrong, or asks for something that cannot happen."""
