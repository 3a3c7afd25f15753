"""Evidence packs for tests: made by the real actions, and taken apart and put together again as a forger would."""

from __future__ import annotations

import base64
import json
import zipfile
from collections.abc import Callable, Mapping
from datetime import datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from fairplace.dps.transparency.actions.ask_for_pack import ask_for_pack
from fairplace.dps.transparency.actions.take_pack import take_pack
from fairplace.dps.transparency.jobs import make_pack
from fairplace.dps.transparency.rules import evidence_pack as form
from fairplace.dps.transparency.rules.evidence_pack import Level
from fairplace.foundations import audit
from fairplace.foundations.audit import log_key
from fairplace.foundations.kernel.event_leaf import leaf_of_published
from fairplace.foundations.kernel.merkle import (
    Growing,
    Place,
    complete_places,
    inclusion_spans,
    root_of,
)
from fairplace.foundations.kernel.signed_head import Head, PublicKey, sign_head
from tests.dps.competitions.council_side import Run
from tests.dps.competitions.test_awarding import scored

Clock = Callable[[datetime | None], None]
Files = dict[str, bytes]


def awarded(set_clock: Clock) -> Run:
    """Three bids; the first won."""
    made = scored(set_clock, choice_by="nobody")
    made.award(made.published.bidders[0])
    return made


def pack_of(made: Run, level: Level = Level.TRIBUNAL, provider_id: UUID | None = None) -> bytes:
    """Asked for, made by the job, and taken."""
    pack_id = made.acting(
        made.officer,
        ask_for_pack,
        referral_id=made.published.referral_id,
        level=level,
        provider_id=provider_id,
        reason="The tribunal asks for it.",
    )
    make_pack(pack_id=str(pack_id), council_id=str(made.officer.organisation_id))
    with audit.transaction_as(made.officer):
        return take_pack(actor=made.officer, pack_id=UUID(str(pack_id))).content


def unzipped(content: bytes) -> Files:
    with zipfile.ZipFile(BytesIO(content)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def zipped(files: Mapping[str, bytes]) -> bytes:
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w") as pack:
        for name, content in files.items():
            pack.writestr(name, content)
    return packed.getvalue()


def edited(files: Files, name: str, change: Callable[[Any], object]) -> Files:
    """One JSON file changed, the manifest repaired: what a careful forger does without the log."""
    told = json.loads(files[name])
    change(told)
    return with_manifest({**files, name: json.dumps(told, ensure_ascii=False).encode()})


def with_manifest(files: Files) -> Files:
    manifest = json.loads(files[form.MANIFEST])
    manifest["files"] = {name: form.digest(files[name]) for name in files if name not in form.UNLISTED}
    return {**files, form.MANIFEST: json.dumps(manifest).encode()}


class Forger:
    """Has the database and, at worst, the log's own key: writes history anew from the first leaf, and signs it."""

    def __init__(self, private: Ed25519PrivateKey | None = None, name: str = "") -> None:
        self.private = private or log_key._private()
        raw = self.private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        self.key = PublicKey(name or log_key.public_key().name, raw)

    def forge(self, files: Files, change: Callable[[list[dict[str, Any]]], object] = lambda _: None) -> Files:
        """The pack with changed events, and a log in which they always stood so."""
        proofs, events = json.loads(files[form.PROOFS]), json.loads(files[form.EVENTS])
        assert proofs["tree"]["from"] == 0
        raw = base64.b64decode(proofs["tree"]["leaves"])
        leaves = [raw[at : at + 32] for at in range(0, len(raw), 32)]
        before = [leaf_of_published(one) for one in events["events"]]
        change(events["events"])
        for old, one in zip(before, events["events"], strict=True):
            leaves[leaves.index(old)] = leaf_of_published(one)
        files = with_manifest({**files, form.EVENTS: json.dumps(events, ensure_ascii=False).encode()})
        old_made = leaf_of_published(proofs["made"])
        proofs["made"]["payload"]["manifest"] = form.digest(files[form.MANIFEST])
        leaves[leaves.index(old_made)] = leaf_of_published(proofs["made"])
        return self.signed(files, proofs, leaves)

    def signed(self, files: Files, proofs: dict[str, Any], leaves: list[bytes]) -> Files:
        tree, nodes = Growing(), dict[Place, bytes]()
        for at, leaf in enumerate(leaves):
            nodes[Place(0, at)] = leaf
            nodes |= dict(tree.add(leaf))
        proofs["entries"] = [
            {
                "leaf": leaves[one["position"]].hex(),
                "position": one["position"],
                "proof": [
                    root_of(complete_places(span), nodes).hex() for span in inclusion_spans(one["position"], tree.size)
                ],
            }
            for one in proofs["entries"]
            if one["position"] < tree.size
        ]
        proofs["tree"] = {"from": 0, "edge": [], "leaves": base64.b64encode(b"".join(leaves)).decode()}
        head = sign_head(Head(self.key.name, tree.size, tree.root), self.key, self.private.sign)
        return {**files, form.PROOFS: json.dumps(proofs).encode(), form.CHECKPOINT: head.encode()}
