"""The checks beside the form of an article, for whoever looks at it."""

from .. import hosts, rights
from ..checks import RANKS, check, facts_for


def checks_of(article, content, user, agreed=(), kept=()):
    """
    The context of _checks.html about `content`; `agreed` are the new hosts that were
    ticked, `kept` the spellings that are meant as they stand.
    """
    facts = facts_for(content, article, kept)
    findings, fine = check(content, facts)
    own = hosts.brought_in(article, facts.new_hosts, user) if article else []
    return {
        "faults": facts.faults,
        "findings": [(finding, RANKS[finding.rank]) for finding in findings],
        "fine": fine,
        "own_hosts": own,
        "may_agree": rights.may_publish(user),
        "agreed": agreed,
    }
