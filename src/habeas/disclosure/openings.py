"""Cases that several ledgers opened, each for itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from habeas.claims import Action, Claim, Finding
from habeas.disclosure.policy import Policy
from habeas.entries import Entry
from habeas.entries.copies import knew
from habeas.entries.decisions import OpenCase


def openings(entries: Iterable[Entry], policy: Policy) -> tuple[list[OpenCase], dict[str, str]]:
    """The opened cases, and the ids that other ledgers gave to some of them.

    What ledgers opened without knowing of each other, for one person and state, is one case: the first. Whoever knew of an
    opening and opened another one means another case.

    Args:
        entries: that the audience may see, in the order of recording.
        policy: knows which mentions are one person.
    """
    found: list[list[tuple[Entry, OpenCase]]] = []
    for entry in entries:
        case = entry.payload
        if isinstance(case, OpenCase):
            whose = (policy.entity(case.person), case.by)
            same = (
                group
                for group in found
                if (policy.entity(group[0][1].person), group[0][1].by) == whose
                and not any(knew(entry, other) for other, _ in group)
            )
            group = next(same, None)
            if group is None:
                found.append([(entry, case)])
            else:
                group.append((entry, case))
    cases = [[case for _, case in group] for group in found]
    named = {case.case: group[0].case for group in cases for case in group[1:]}
    return [_one_case(group) for group in cases], named


def _one_case(opened: Sequence[OpenCase]) -> OpenCase:
    """The first opening, with everybody whom any of them names as alleging."""
    alleging = dict.fromkeys(who for case in opened for who in case.alleged_by)
    return msgspec.structs.replace(opened[0], alleged_by=tuple(alleging))


def of_case(claim: Claim, named: Mapping[str, str]) -> Claim:
    """The claim; a finding on a case, or an action about one, under the id that the case goes by."""
    content = claim.content
    if isinstance(content, Finding) and content.case in named:
        content = msgspec.structs.replace(content, case=named[content.case])
    elif isinstance(content, Action) and isinstance(content.about, str) and content.about in named:
        content = msgspec.structs.replace(content, about=named[content.about])
    return claim if content is claim.content else msgspec.structs.replace(claim, content=content)
