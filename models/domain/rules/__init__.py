"""What every kind of rule has: a sentence, fields that make a form, a scope and dates; and which of several wins."""

from models.domain.rules.chosen import Asked, Rules, Winner, most_specific
from models.domain.rules.kind import FormField, Kind, form_of, summary, told
from models.domain.rules.labels import DAY_LABELS, SCOPE_LABELS, labelled
from models.domain.rules.reading import InvalidRule, params_of, problems_of, read_rule
from models.domain.rules.rule import Rule
from models.domain.rules.scope import ALL, Scope

__all__ = [
    "ALL",
    "DAY_LABELS",
    "SCOPE_LABELS",
    "Asked",
    "FormField",
    "InvalidRule",
    "Kind",
    "Rule",
    "Rules",
    "Scope",
    "Winner",
    "form_of",
    "labelled",
    "most_specific",
    "params_of",
    "problems_of",
    "read_rule",
    "summary",
    "told",
]
