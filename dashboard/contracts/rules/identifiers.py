"""Rules that keep identities out: where a hash belongs, nothing else may stand."""

from dashboard.contracts.rules.rule import Rule, Severity

IDENTIFIER_IN_HASH = Rule(
    rule_id="identifier_in_hash",
    severity=Severity.ERROR,
    columns=("patient_link_key",),
    broken_when=(
        "raw_patient_link_key is not null"
        " and not regexp_full_match(raw_patient_link_key, '[0-9a-fA-F]{32,128}')"
    ),
    message="The link key is no keyed hash (32 to 128 hex digits); it may name a patient.",
    how_to_fix='Let the profile make it: patient_link_key = { hmac = "NHS Number" }.',
)

LINK_KEY_RULES = (IDENTIFIER_IN_HASH,)
