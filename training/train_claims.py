"""Train the claim network on our own corpus, the public events and what they leave out.

    python train.py OUT --encoder FOLDER [--quotes EMA.pt] --corpus FILE.jsonl ... [--events FILE.jsonl ...] [--epochs 12]

Frames are tagged at the first piece of a claim's words; relations are trained against candidates, by the sum over all mentions that would be
right, because the annotation names persons and states and not where a trigger points to them.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import torch
from claim_network import ClaimNet
from common import Course, at_half_precision, follow, tokenizer_of
from tokenizers import Tokenizer
from torch import nn

from habeas.reading.custody import triggers
from habeas.reading.evaluation import Passage, load
from habeas.reading.lexicon import lexicon
from habeas.reading.mending import mended
from habeas.reading.model.encoding import BEGIN, END, Encoded, encode
from habeas.reading.model.frames import EVENTS, FRAME_OF, RELATIONS, Candidates, candidates, marked
from habeas.reading.scene import Scene

IGNORED = -100
LONGEST = 400
REL = {name: number for number, name in enumerate(RELATIONS)}


def as_read(passage: Passage) -> Passage:
    """The passage as the reader reads it: divided and misread words put right in its text and in what is cut from it."""
    page = mended(passage.text)
    if not page.changed:
        return passage

    def put_right(value: Any) -> Any:
        if isinstance(value, str):
            return mended(value).text
        return [put_right(one) for one in value] if isinstance(value, list) else value

    claims = tuple({name: put_right(value) for name, value in claim.items()} for claim in passage.claims)
    return msgspec.structs.replace(passage, text=page.text, claims=claims)


def occurrences(text: str, part: str) -> list[tuple[int, int]]:
    """Where a string stands."""
    return [m.span() for m in re.finditer(re.escape(part), text)] if part else []


def nearest(spans: list[tuple[int, int]], at: int) -> tuple[int, int] | None:
    """The occurrence that stands nearest."""
    return min(spans, key=lambda s: abs(s[0] - at), default=None)


def state_in(claim: dict[str, Any]) -> str | None:
    """The state that a frame's relation `state` points to."""
    field = {"custody": "by", "appeal": "addressee", "accusation": "accused", "endorsement": "party", "action": "by"}
    return claim.get(field.get(claim["kind"], ""))


def persons_in(claim: dict[str, Any]) -> list[tuple[str | None, str | None]]:
    """(name, description of an unnamed party) of everybody a frame concerns."""
    if claim["kind"] == "custody":
        return [(claim.get("person"), claim.get("unnamed"))]
    if claim["kind"] == "link":
        return [(claim[end], None) for end in ("from", "to") if claim.get(end)]
    names = {"appeal": "on_behalf_of", "accusation": "concerning", "action": "about"}.get(claim["kind"])
    value = claim.get(names) if names else None
    return [(name, None) for name in (value if isinstance(value, list) else [value]) if name]


NAMED = ("person", "subject", "from", "to", "speaker", "on_behalf_of", "concerning", "about")
"""Fields of the annotation that may hold a person's name."""


def names_of(passage: Passage) -> set[str]:
    """The full names of those whom a passage's claims of custody and nationality are about."""
    found = {claim.get("person") for claim in passage.claims if claim["kind"] == "custody"}
    found |= {claim["subject"] for claim in passage.claims if claim["kind"] == "attribute"}
    return {name for name in found if name and len(name.split()) > 1 and name in passage.text and not name.isupper()}


def renamed(passage: Passage, names: list[str], chance: random.Random) -> Passage:
    """The passage with other names of as many words: a name then tells nothing of who jails and who is jailed."""
    text, swaps = passage.text, {}
    for name in sorted(names_of(passage)):
        fitting = [other for other in names if len(other.split()) == len(name.split())]
        other = chance.choice(fitting)
        pairs = list(zip(name.split(), other.split(), strict=True))
        if all(len(word) > 2 and word[0].isupper() for word, _ in pairs) and not set(other.split()) & set(text.split()):
            swaps.update(dict(pairs))
    if not swaps:
        return passage
    pattern = re.compile(
        r"(?<!\w)(?:" + "|".join(re.escape(word) for word in sorted(swaps, key=len, reverse=True)) + r")(?!\w)"
    )

    def swap(value: Any) -> Any:
        if isinstance(value, str):
            return pattern.sub(lambda match: swaps[match.group()], value)
        return [swap(one) for one in value] if isinstance(value, list) else value

    fields = (*NAMED, "words", "unnamed", "place", "grounds")
    claims = tuple({k: swap(v) if k in fields else v for k, v in claim.items()} for claim in passage.claims)
    return msgspec.structs.replace(passage, text=swap(text), claims=claims)


def passage_row(passage: Passage, tokenizer: Tokenizer) -> dict[str, Any]:
    """A passage with its labels."""
    text = passage.text
    scene = Scene(text, passage.published, lexicon("en"))
    encoded = encode(text, tokenizer, states=scene.states, places=scene.places, quoted=scene.quotations)
    found = candidates(scene, encoded)
    size = len(encoded.ids)
    frames = [0] * size
    anchors: dict[int, list[dict[str, Any]]] = {}
    for claim in passage.claims:
        label = FRAME_OF.get(
            (
                claim["kind"],
                next((claim[field] for field in ("act", "demand", "of", "what", "relation") if claim.get(field)), ""),
            )
        )
        if label is None or not claim.get("words"):
            continue
        hint = text.find(claim.get("person") or claim.get("unnamed") or claim["words"])
        span = nearest(occurrences(text, claim["words"]), max(hint, 0))
        at = encoded.covering(span) if span else None
        if at is None:
            continue
        place = at[0]
        if frames[place] not in (0, label):
            place = min(place + 1, size - 1)
        frames[place] = label
        anchors.setdefault(place, []).append(claim)
    told = {claim.get("act") for claim in passage.claims if claim["kind"] == "custody"}
    for sentence in scene.sentences:
        for trigger in triggers(sentence):
            covered = encoded.covering(trigger.span)
            if trigger.act in told and covered and all(frames[i] == 0 for i in range(*covered)):
                for i in range(*covered):
                    frames[i] = IGNORED
    rows = []
    for place, claims in anchors.items():
        first = claims[0]
        persons = {person for claim in claims for person in persons_in(claim)}
        near = encoded.offsets[place][0]
        entity_labels = []
        for (name, start), pieces in found.persons.items():
            right = any(_is(name, start, text, person) for person in persons)
            entity_labels.append((pieces, float(right)))
        row: dict[str, Any] = {
            "at": place + 1,
            "persons": entity_labels,
            "stance": int(first.get("stance") == "denies"),
        }
        row["targets"] = {}
        if first["kind"] == "endorsement":
            codes = {state_in(claim) for claim in claims}
            row["targets"]["state"] = [i + 1 for code in codes for i in found.states.get(code or "", ())]
        if first["kind"] == "link" and first.get("from"):
            pieces = [
                i
                for (name, start), at in found.persons.items()
                if _is(name, start, text, (first["from"], None))
                for i in at
            ]
            if pieces:
                row["targets"]["whence"] = [i + 1 for i in pieces]
        for relation, code in (("state", state_in(first)), ("requester", first.get("at_request_of"))):
            if first["kind"] in {"endorsement", "link"} or (first["kind"] != "custody" and relation == "requester"):
                continue
            if code is None:
                row["targets"][relation] = [0]
            elif code in found.states:
                row["targets"][relation] = [i + 1 for i in found.states[code]]
            elif relation == "state" and len(code) > 2 and (span := nearest(occurrences(text, code), near)):
                row["targets"][relation] = [(encoded.covering(span) or (0,))[0] + 1]
        if first["kind"] in {"custody", "endorsement", "action"}:
            if first.get("when") is None:
                row["targets"]["when"] = [0]
            elif first["when"] in found.dates:
                row["targets"]["when"] = [i + 1 for i in found.dates[first["when"]]]
        if first["kind"] == "custody":
            for field in ("place", "grounds"):
                span = nearest(occurrences(text, first.get(field) or ""), near)
                covered = encoded.covering(span) if span else None
                row["targets"][f"{field}_first"] = [covered[0] + 1 if covered else 0]
                row["targets"][f"{field}_last"] = [covered[1] if covered else 0]
        span = nearest(occurrences(text, first.get("speaker") or ""), near)
        covered = encoded.covering(span) if span else None
        row["targets"]["speaker"] = [covered[0] + 1 if covered else 0]
        rows.append(row)
    rows += told_of(passage, found, encoded)
    return {
        "ids": [BEGIN, *encoded.ids[:LONGEST], END],
        "shapes": [3, *marked(encoded, found)[:LONGEST], 3],
        "frames": [0, *frames[:LONGEST], 0],
        "events": None,
        "anchors": [row for row in rows if row["at"] <= LONGEST],
        "length": size,
    }


def told_of(passage: Passage, found: Candidates, encoded: Encoded) -> list[dict[str, Any]]:
    """From the first mention of each named person to the states of which the person is said to be and to what the person is said to do; to nobody for the others."""
    rows = []
    for (name, start), pieces in found.persons.items():
        if name is None:
            continue
        mine = [
            claim
            for claim in passage.claims
            if claim["kind"] == "attribute" and _is(name, start, "", (claim["subject"], None))
        ]
        codes = {claim["value"] for claim in mine if claim["attribute"] == "nationality"}
        nations = [i + 1 for code in codes for i in found.states.get(code, ())]
        targets = {"nation": nations or [0]} if not codes or nations else {}
        trades = [claim["value"] for claim in mine if claim["attribute"] == "occupation"]
        spans = [span for trade in trades for span in occurrences(passage.text, trade)]
        names = [encoded.offsets[i][0] for i in pieces]
        span = min(spans, key=lambda s: min(abs(s[0] - at) for at in names), default=None)
        covered = encoded.covering(span) if span else None
        if covered or not trades:
            targets["trade_first"] = [covered[0] + 1 if covered else 0]
            targets["trade_last"] = [covered[1] if covered else 0]
        if targets:
            rows.append({"at": min(pieces) + 1, "persons": [], "stance": IGNORED, "targets": targets})
    return rows


def _is(name: str | None, start: int, text: str, person: tuple[str | None, str | None]) -> bool:
    wanted, unnamed = person
    if wanted is not None:
        one, other = set(wanted.casefold().split()), set((name or "").casefold().split())
        return bool(other) and (one <= other or other <= one)
    return name is None and unnamed is not None and any(s <= start < e for s, e in occurrences(text, unnamed))


EVENT_OF = {name: number for number, name in enumerate(EVENTS)}
ALIAS = {
    "held": {"detainee", "defendant", "person"},
    "acting": {"jailer", "prosecutor", "judgecourt", "investigator", "extraditer"},
    "where": {"place"},
}


def event_type(raw: str) -> str:
    """The scorer's two-level type."""
    low = raw.lower().replace(":", ".").replace(".unspecified", "")
    low = {"justice.initiatejudicialprocess.chargeindict": "justice.chargeindict", "justice.initiatejudicialprocess.trialhearing": "justice.trialhearing",
           "justice.judicialconsequences.convict": "justice.convict", "justice.judicialconsequences.extradite": "justice.extradite"}.get(low, low)  # fmt: skip
    return ".".join(low.split(".")[:2])


def event_rows(
    document: dict[str, Any],
    tokenizer: Tokenizer,
    longest: int = 256,
    keep: float = 0.3,
    chance: random.Random | None = None,
) -> list[dict[str, Any]]:
    """A public document's windows with the labels of its events of justice."""
    encoded = encode(document["text"], tokenizer)
    size = len(encoded.ids)
    tags = [0] * size
    joined: list[tuple[int, dict[str, list[int]]]] = []
    for event in document["events"]:
        number = EVENT_OF.get(event_type(event["type"]))
        at = encoded.covering(tuple(event["trigger"]))
        if not number or not at:
            continue
        tags[at[0]] = number
        roles: dict[str, list[int]] = {"held": [], "acting": [], "where": []}
        for argument in event["args"]:
            role = next((r for r, names in ALIAS.items() if argument["role"].lower() in names), None)
            covered = encoded.covering(tuple(argument["span"]))
            if role and covered:
                roles[role] += range(*covered)
                for other in argument.get("coref", ()):
                    more = encoded.covering(tuple(other))
                    roles[role] += range(*more) if more else ()
        joined.append((at[0], roles))
    partial = document.get("exhaustive") is False
    made = []
    for first in range(0, max(1, size - 64), longest - 64):
        last = min(first + longest, size)
        anchors = []
        for place, roles in joined:
            if first <= place < last:
                targets = {}
                for role, pieces in roles.items():
                    inside = [i - first + 1 for i in pieces if first <= i < last]
                    if inside or not pieces:
                        targets[role] = inside or [0]
                anchors.append({"at": place - first + 1, "persons": [], "stance": IGNORED, "targets": targets})
        if not anchors and chance is not None and chance.random() > keep:
            continue
        if partial and not anchors:
            continue
        window = tags[first:last]
        if partial:
            window = [tag or IGNORED for tag in window]
        made.append({"ids": [BEGIN, *encoded.ids[first:last], END], "shapes": [3, *encoded.shapes[first:last], 3], "frames": None,
                     "events": [0, *window, 0], "anchors": anchors, "length": last - first})  # fmt: skip
    return made


def loss_of(net: ClaimNet, rows: list[dict[str, Any]], chance: random.Random, hide: float) -> torch.Tensor:
    """The loss of a batch."""
    longest = max(len(row["ids"]) for row in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    shapes, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    frames = torch.full_like(ids, IGNORED)
    events = torch.full_like(ids, IGNORED)
    for number, row in enumerate(rows):
        length = len(row["ids"])
        hidden = [103 if 0 < i < length - 1 and chance.random() < hide else piece for i, piece in enumerate(row["ids"])]
        ids[number, :length] = torch.tensor(hidden)
        shapes[number, :length] = torch.tensor(row["shapes"])
        mask[number, :length] = 1
        if row["frames"] is not None:
            frames[number, :length] = torch.tensor(row["frames"])
        if row["events"] is not None:
            events[number, :length] = torch.tensor(row["events"])
    with at_half_precision():
        out = net.encode(ids, shapes, mask)
    out = out.float()
    crossed = nn.functional.cross_entropy
    total = torch.zeros(())
    for scores, targets in ((net.frames(out), frames), (net.events(out), events)):
        if (targets != IGNORED).any():
            # the few pieces with a frame weigh as much as the many without
            weight = torch.ones(scores.shape[-1])
            weight[0] = 0.25
            total = total + 4 * crossed(scores.flatten(0, 1), targets.flatten(), weight=weight, ignore_index=IGNORED)
    points = [(number, row, anchor) for number, row in enumerate(rows) for anchor in row["anchors"]]
    if not points:
        return total
    which = torch.tensor([number for number, _, _ in points])
    at = torch.tensor([anchor["at"] for _, _, anchor in points])
    scores = net.relations(out, which, at).masked_fill(mask[which][:, None, :] == 0, -1e4)
    logged = scores.log_softmax(-1)
    parts: dict[str, list[torch.Tensor]] = {}
    for place, (_, _, anchor) in enumerate(points):
        for relation, targets in anchor["targets"].items():
            good = [t for t in targets if t < longest]
            if good:
                parts.setdefault(relation, []).append(-logged[place, REL[relation], good].logsumexp(0))
        pooled, labels = [], []
        for pieces, label in anchor["persons"]:
            inside = [i + 1 for i in pieces if i + 1 < longest - 1]
            if inside:
                pooled.append(scores[place, REL["person"], inside].logsumexp(0) - scores[place, REL["person"], 0])
                labels.append(label)
        if pooled:
            parts.setdefault("person", []).append(
                2 * nn.functional.binary_cross_entropy_with_logits(torch.stack(pooled), torch.tensor(labels))
            )
    for values in parts.values():
        total = total + 0.5 * torch.stack(values).mean()
    stances = torch.tensor([anchor["stance"] for _, _, anchor in points])
    if (stances != IGNORED).any():
        total = total + 0.5 * crossed(net.stance(out[which, at]), stances, ignore_index=IGNORED)
    return total


def grown_from(net: ClaimNet, weights: dict[str, torch.Tensor]) -> None:
    """Take over weights of a network with fewer shapes or relations; what is new starts as it is."""
    with torch.no_grad():
        for name, value in net.state_dict().items():
            if name in weights:
                value[tuple(slice(size) for size in weights[name].shape)] = weights[name]


def fit(
    net: ClaimNet,
    rows: list[dict[str, Any]],
    *,
    again: Callable[[], list[dict[str, Any]]] | None = None,
    epochs: int,
    rate: float,
    batch: int,
    hide: float,
    seed: int,
    log: bool = True,
    aside: Path | None = None,
    chances: tuple[random.Random, ...] = (),
) -> None:
    """Train in place; the weights at the end are the average of the last steps.

    `again` makes the rows of each epoch after the first, by `chances`; after each epoch all is put aside in `aside`, from where a stopped training goes on.
    """
    chance = random.Random(seed)
    torch.manual_seed(seed)
    trained = [p for p in net.parameters() if p.requires_grad]
    heads = [p for n, p in net.named_parameters() if p.requires_grad and not n.startswith("encoder.")]
    inner = [p for n, p in net.named_parameters() if p.requires_grad and n.startswith("encoder.")]
    optimizer = torch.optim.AdamW(
        [{"params": inner, "lr": rate}, {"params": heads, "lr": rate * 4}], weight_decay=0.01, fused=True
    )
    steps = epochs * math.ceil(len(rows) / batch)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda s: min((s + 1) / (steps * 0.08), max(0.01, (steps - s) / (steps * 0.92)))
    )
    average = [p.detach().clone() for p in trained]
    modules = {"net": net, "optimizer": optimizer, "schedule": schedule}
    course = Course(aside, modules=modules, tensors=average, chances=[chance, *chances])
    done, step, running = course.take_up()
    began = time.monotonic()
    net.train()
    for epoch in range(done, epochs):
        if again is not None and epoch:
            rows = again()
        order = sorted(rows, key=lambda row: row["length"] + chance.random() * 60)
        batches = [order[i : i + batch] for i in range(0, len(order), batch)]
        chance.shuffle(batches)
        for part in batches:
            loss = loss_of(net, part, chance, hide)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            schedule.step()
            follow(average, trained, step, 0.99)
            running = 0.98 * running + 0.02 * loss.item() if step else loss.item()
            step += 1
        if log:
            print(
                f"epoch {epoch} of {epochs} step {step} of {steps} loss {running:.3f} {time.monotonic() - began:.0f} s",
                flush=True,
            )
        course.put_aside(epoch + 1, step, running)
    with torch.no_grad():
        for slow, fast in zip(average, trained, strict=True):
            fast.copy_(slow)
    net.eval()


def main() -> None:
    """Train, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--encoder", type=Path, required=True)
    parser.add_argument("--quotes", type=Path)
    parser.add_argument("--start", type=Path, help="a claim network to go on from")
    parser.add_argument("--corpus", type=Path, nargs="+", required=True)
    parser.add_argument("--events", type=Path, nargs="*", default=[])
    parser.add_argument(
        "--keep", type=float, default=0.3, help="share of the public windows without an event that are trained on"
    )
    parser.add_argument("--freeze", type=int, default=0, help="lower layers to keep; the embeddings always are")
    parser.add_argument("--epochs", type=int, default=12)
    parser.add_argument("--batch", type=int, default=8)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--hide", type=float, default=0.05)
    parser.add_argument(
        "--rename", type=float, default=0.0, help="share of the passages that get other names, anew in each epoch"
    )
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    tokenizer = tokenizer_of(given.encoder)
    chance = random.Random(given.seed)
    passages = [as_read(passage) for passage in load(given.corpus)]
    names = sorted({name for passage in passages for name in names_of(passage)})
    events = [
        row
        for path in given.events
        for line in path.open(encoding="utf-8")
        for row in event_rows(json.loads(line), tokenizer, keep=given.keep, chance=chance)
    ]
    plain = [passage_row(passage, tokenizer) for passage in passages]

    def again() -> list[dict[str, Any]]:
        made = list(plain)
        for number, passage in enumerate(passages):
            if chance.random() < given.rename and (other := renamed(passage, names, chance)) is not passage:
                made[number] = passage_row(other, tokenizer)
        return made + events

    given.out.parent.mkdir(parents=True, exist_ok=True)
    rows = plain + events
    print(
        f"{len(passages)} passages, {sum(len(row['anchors']) for row in plain)} triggers, {len(rows)} rows", flush=True
    )
    net = ClaimNet.from_encoder(given.encoder, given.quotes)
    if given.start:
        grown_from(net, torch.load(given.start))
    net.freeze(given.freeze)
    fit(
        net,
        rows,
        again=again if given.rename else None,
        epochs=given.epochs,
        rate=given.rate,
        batch=given.batch,
        hide=given.hide,
        seed=given.seed,
        aside=given.out.with_suffix(".part"),
        chances=(chance,),
    )
    torch.save(net.state_dict(), given.out)


if __name__ == "__main__":
    main()
